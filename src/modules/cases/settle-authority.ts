import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { naming } from './authority.js';
import { caseRefusals, cases } from './case.js';
import { consequences } from './reassign-authority.js';

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
  refuses: caseRefusals('case.over', 'case.nobody-decides', 'case.authority-stands'),
  // The deciding authority may reopen a closed case. A closed case without one is therefore settled
  // too.
  opens: (state, { refuse }) => (state.status === 'closed' && !state.vacant ? refuse('case.over') : state),
  gather: (_, state, reads) => naming(state, {}, reads),
  decide(_, state, { facts, refuse }) {
    const settled = facts.settled ?? refuse('case.nobody-decides');
    const anew = consequences(state, { ...facts, settled });
    if (anew.length === 0) return refuse('case.authority-stands');
    return anew;
  },
});
