import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type LinkKind, linkKinds } from '../procedure/procedure.public.js';
import { CasesLinked, caseRefusals, cases } from './case.js';

/** Records the link of two cases in the other one of them. */
export class RecordLink extends Command<Receipt> {
  /** The case in which they were linked. */
  @IsUUID() caseId!: string;
  /** The other case, which records it. */
  @IsUUID() other!: string;
  @IsIn(linkKinds) kind!: LinkKind;
}

export const RecordLinkHandler = commandHandler(RecordLink, {
  stream: cases,
  of: ({ other }) => other,
  may: [system],
  refuses: caseRefusals('case.link-missing', 'case.linked-already'),
  opens: 'always',
  async gather({ caseId, other, kind }, _, reads) {
    const from = await reads.state(cases, caseId);
    return { linked: from.status !== 'absent' && from.links.some((link) => link.other === other && link.kind === kind) };
  },
  decide({ caseId, other, kind }, state, { facts, refuse }) {
    if (!facts.linked) return refuse('case.link-missing');
    if (state.links.some((link) => link.caseId === caseId && link.kind === kind))
      return refuse('case.linked-already', { fields: ['caseId'] });
    return [CasesLinked({ caseId, other, kind })];
  },
});
