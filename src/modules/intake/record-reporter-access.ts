import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type IdentityPurpose, identityPurposes, ReporterLookedUp, reports } from '../reports/reports.public.js';
import { maySeeReporter, roleOf } from './report-roles.js';

/**
 * Records that the caller looks up the sender of a report, and the purpose. It runs before the
 * query answers.
 */
export class RecordReporterLook extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsIn(identityPurposes) purpose!: IdentityPurpose;
  @IsOptional() @IsProse(2000) note?: string;
}

export const RecordReporterLookHandler = commandHandler(RecordReporterLook, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: platformRefusals('resource.not-found'),
  knows: roleOf,
  opens: (state, { caller, facts: { part }, refuse }) => (maySeeReporter(state, part, caller) ? state : refuse('resource.not-found')),
  decide: ({ purpose, note }) => [ReporterLookedUp({ purpose, note: note ? seal(note) : null })],
});
