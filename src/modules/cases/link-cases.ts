import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type LinkKind, linkKinds } from '../procedure/procedure.public.js';
import { CasesLinked, caseRefusals, cases, decider, intake, investigator } from './case.js';

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
  refuses: caseRefusals('case.no-such-case', 'case.linked-already'),
  opens: 'always',
  async gather({ other }, _, reads) {
    const linked = await reads.state(cases, other);
    // A case that is hidden from the caller is answered as one that is not there.
    return { there: linked.status !== 'absent' && !cases.hiddenFrom?.(linked, reads.caller.person) };
  },
  decide({ caseId, other, kind }, state, { facts, refuse }) {
    if (other === caseId || !facts.there) return refuse('case.no-such-case');
    if (state.links.some((link) => link.other === other && link.kind === kind)) return refuse('case.linked-already', { fields: ['other'] });
    return [CasesLinked({ caseId, other, kind })];
  },
});
