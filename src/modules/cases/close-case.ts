import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { isOver, proceedingId, proceedings } from '../proceedings/proceedings.public.js';
import { CaseClosed, caseRefusals, cases } from './case.js';

/** Closes a case in which nothing remains to be done. */
export class CloseCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

const over: ReadonlySet<string> = new Set(['declined', 'informal', 'determined']);

export const CloseCaseHandler = commandHandler(CloseCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: caseRefusals('case.not-closable'),
  async knows(state, reads, id) {
    const subjects = new Set([...state.allegations.values()].map(({ subject }) => subject));
    const states = await Promise.all([...subjects].map((subject) => reads.state(proceedings, proceedingId(id, subject))));
    return { open: states.filter((proceeding) => !isOver(proceeding)).length };
  },
  opens: (state, { facts, refuse }) => (!over.has(state.status) || facts.open > 0 ? refuse('case.not-closable') : state),
  decide: (_, __, { today }) => [CaseClosed({ on: today })],
});
