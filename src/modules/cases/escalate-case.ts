import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { CaseEscalated, caseRefusals, cases } from './case.js';

/**
 * Records, for the deciding authority, that the current step is past due; once for each due date.
 * Nobody is notified, and the authority stays the same.
 */
export class EscalateCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

export const EscalateCaseHandler = commandHandler(EscalateCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: caseRefusals('case.not-due'),
  opens({ dueAt, escalated, authority }, { now, refuse }) {
    if (dueAt === null || now < dueAt || escalated === dueAt) return refuse('case.not-due');
    return { wasDueAt: dueAt, to: authority.decides };
  },
  decide: (_, escalation) => [CaseEscalated(escalation)],
});
