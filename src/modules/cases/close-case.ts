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
  async gather({ caseId }, state, reads) {
    const subjects = state.status === 'absent' ? [] : new Set([...state.allegations.values()].map(({ subject }) => subject));
    const states = await Promise.all([...subjects].map((subject) => reads.state(proceedings, proceedingId(caseId, subject))));
    return { open: states.filter((proceeding) => !isOver(proceeding)).length };
  },
  decide(_, { status }, { today, facts, refuse }) {
    if (!over.has(status) || facts.open > 0) return refuse('case.not-closable');
    return [CaseClosed({ on: today })];
  },
});
