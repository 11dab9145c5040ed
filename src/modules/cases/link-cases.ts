import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { type LinkKind, linkKinds } from '../procedure/procedure.public.js';
import { CasesLinked, caseRefusals, cases, decider, intake, investigator } from './case.js';
import { recused, reportersIn } from './reporters.js';

/**
 * Links a case to another one: it duplicates it, is related to it, or is about retaliation for a
 * report or a statement there.
 */
export class LinkCases extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Id of the other case. */
  @IsUUID() other!: string;
  @IsIn(linkKinds) kind!: LinkKind;
}

export const LinkCasesHandler = commandHandler(LinkCases, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, decider, investigator, system],
  refuses: { ...platformRefusals('access.not-permitted'), ...caseRefusals('case.no-such-case', 'case.linked-already') },
  async gather({ other }, state, reads) {
    const linked = await reads.state(cases, other);
    // A case that is hidden from the caller is answered as one that is not there.
    return {
      reporters: await reportersIn(state, reads),
      there: linked.status !== 'absent' && !cases.hiddenFrom?.(linked, reads.caller.person),
    };
  },
  decide({ caseId, other, kind }, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (other === caseId || !facts.there) return refuse('case.no-such-case');
    if (state.links.some((link) => link.other === other && link.kind === kind)) return refuse('case.linked-already');
    return [CasesLinked({ caseId, other, kind })];
  },
});
