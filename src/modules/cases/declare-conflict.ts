import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { naming } from './authority.js';
import { AuthorityVacated, ConflictDeclared, cases, decider, InvestigatorReleased, intake, investigator } from './case.js';
import { consequences } from './reassign-authority.js';

/**
 * The caller steps back from a case that they take in, investigate or decide. From then on the case
 * is as closed to them as to a witness.
 */
export class DeclareConflict extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Read by the City Attorney alone. */
  @IsProse(20_000) reasons!: string;
}

export const DeclareConflictHandler = commandHandler(DeclareConflict, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [investigator, decider, intake],
  refuses: {},
  opens: 'always',
  gather: (_, state, reads) => naming(state, { conflicted: reads.caller.person }, reads),
  decide({ reasons }, state, { caller, facts }) {
    const declared = ConflictDeclared({ person: caller.person, reasons: seal(reasons) });
    if (facts.settled) return [declared, ...consequences(state, { ...facts, settled: facts.settled })];
    // A missing successor keeps nobody in a conflict: the case waits until the authority is settled
    // anew.
    const now = 'investigator' in state ? state.investigator : null;
    return [
      declared,
      ...(state.vacant ? [] : [AuthorityVacated({ was: state.authority.decides })]),
      ...(now && !facts.investigatorStays ? [InvestigatorReleased({ investigator: now })] : []),
    ];
  },
});
