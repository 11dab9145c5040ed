import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { naming } from './authority.js';
import { caseRefusals, cases } from './case.js';
import { consequences } from './reassign-authority.js';
import { recused } from './reporters.js';

/**
 * Settles anew who takes in and who decides, from the chain of authorities and the holders of
 * today. It is needed after an office changed hands, after the chain was set anew, or when nobody
 * was left who might decide.
 */
export class SettleAuthority extends Command<Receipt> {
  @IsUUID() caseId!: string;
}

export const SettleAuthorityHandler = commandHandler(SettleAuthority, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [office('City Clerk'), office('City Attorney'), office('HR')],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals('case.over', 'case.nobody-decides', 'case.authority-stands'),
  },
  gather: (_, state, reads) => naming(state, {}, reads),
  decide(_, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    // The deciding authority may reopen a closed case. A closed case without one is therefore
    // settled too.
    if (state.status === 'closed' && !state.vacant) return refuse('case.over');
    const settled = facts.settled ?? refuse('case.nobody-decides');
    const anew = consequences(state, { ...facts, settled });
    if (anew.length === 0) return refuse('case.authority-stands');
    return anew;
  },
});
