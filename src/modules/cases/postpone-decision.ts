import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsInstant } from '../../platform/ground/fields.js';
import { procedure, procedureId } from '../procedure/procedure.public.js';
import { caseRefusals, cases, DecisionPostponed } from './case.js';
import { movedBy } from './resume-case.js';

/**
 * Every proceeding that waited for a decision was held. The decision is due later by the same time,
 * unless it was late already.
 */
export class PostponeDecision extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** ISO 8601: the time from which nobody could decide. */
  @IsInstant() since!: string;
}

export const PostponeDecisionHandler = commandHandler(PostponeDecision, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: caseRefusals('case.nothing-to-postpone'),
  opens(state, { refuse }) {
    const { status, dueAt } = state;
    if ((status !== 'determined' && status !== 'informal') || dueAt === null) return refuse('case.nothing-to-postpone');
    return { dueAt };
  },
  gather: async (_, __, reads) => ({ procedure: await reads.state(procedure, procedureId) }),
  decide({ since }, { dueAt }, context) {
    const moved = dueAt <= since ? dueAt : movedBy(dueAt, since, context, 'discipline', context.facts.procedure);
    return [DecisionPostponed({ since, dueAt: moved })];
  },
});
