import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { mayBeWrittenTo, reportRefusals, reports, SenderWrittenTo, SenderWrote, sender } from '../reports/reports.public.js';
import { roleOf } from './report-roles.js';

/** Sends a message from the sender of a report to the people who deal with it. */
export class WriteAsSender extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsProse(10_000) text!: string;
}

export const WriteAsSenderHandler = commandHandler(WriteAsSender, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [sender],
  refuses: reportRefusals(),
  opens: 'always',
  decide: ({ text }) => [SenderWrote({ text: seal(text) })],
});

/** Sends a message to the sender of a report, even if nobody knows who that is. */
export class WriteToSender extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsProse(10_000) text!: string;
}

export const WriteToSenderHandler = commandHandler(WriteToSender, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: { ...platformRefusals('resource.not-found'), ...reportRefusals('report.sender-unreachable') },
  knows: roleOf,
  opens(state, { facts: { part }, refuse }) {
    if (!part.works) return refuse('resource.not-found');
    return mayBeWrittenTo(state) ? state : refuse('report.sender-unreachable', { fields: [] });
  },
  decide: ({ text }) => [SenderWrittenTo({ text: seal(text) })],
});
