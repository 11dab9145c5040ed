import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { seal } from '../../platform/sealing/sealed.js';
import type { DeclineGround } from '../procedure/procedure.public.js';
import { CaseDeclined, caseRefusals, cases } from './case.js';

export const asides = ['declined', 'referred', 'moved'] as const;
export type Aside = (typeof asides)[number];

const because: Readonly<Record<Aside, { readonly ground: DeclineGround; readonly reasons: string }>> = {
  declined: { ground: 'other', reasons: 'Its report was declined as out of scope; the reasons stand there.' },
  referred: { ground: 'beyond-reach', reasons: 'Its report was referred to another body; the reasons stand there.' },
  moved: { ground: 'duplicate', reasons: 'Its report is dealt with in another case.' },
};

/** Declines a case whose report was declined, referred or moved, because nothing is left in it. */
export class SetAsideCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(asides) report!: Aside;
}

export const SetAsideCaseHandler = commandHandler(SetAsideCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: caseRefusals('case.not-in-triage', 'case.allegations-open'),
  opens(state, { refuse }) {
    if (state.status !== 'triage') return refuse('case.not-in-triage');
    return state.allegations.size > 0 ? refuse('case.allegations-open', { fields: [] }) : state;
  },
  decide({ report }) {
    const { ground, reasons } = because[report];
    return [CaseDeclined({ ground, reasons: seal(reasons) })];
  },
});
