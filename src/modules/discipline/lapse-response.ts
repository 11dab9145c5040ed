import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { proceedingRefusals, proceedings, ResponseLapsed } from '../proceedings/proceedings.public.js';

/** The time to respond to a notice has run out. */
export class LapseResponse extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
}

export const LapseResponseHandler = commandHandler(LapseResponse, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [system],
  refuses: proceedingRefusals('proceeding.over', 'proceeding.not-lapsed'),
  opens(state, { now, refuse }) {
    if (state.status !== 'noticed') return refuse('proceeding.over');
    if (now < state.notice.respondUntil) return refuse('proceeding.not-lapsed');
    return { caseId: state.caseId, respondBy: state.notice.respondBy };
  },
  decide: (_, lapsed) => [ResponseLapsed(lapsed)],
});
