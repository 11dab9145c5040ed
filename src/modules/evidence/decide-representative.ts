import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { interviewOf, judgedOnCase } from './evidence-access.js';
import { interviewRefusals, interviews, RepresentativeDecided } from './interview.js';

const decisions = ['granted', 'refused'] as const;

/** Grants or refuses the requested representative. */
export class DecideRepresentative extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() interviewId!: string;
  @IsIn(decisions) decision!: (typeof decisions)[number];
  /** The name of the representative, where one is granted. */
  @IsOptional() @IsName() representative?: string | null;
  /** The reason, where none is granted. */
  @IsOptional() @IsProse(2000) reason?: string | null;
}

export const DecideRepresentativeHandler = commandHandler(DecideRepresentative, {
  stream: interviews,
  of: ({ interviewId }) => interviewId,
  judgedOn: judgedOnCase,
  may: [investigator],
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...interviewRefusals('interview.not-planned', 'interview.representative-decided', 'interview.representative-unclear'),
  },
  opens(given, { judgedId, refuse }) {
    const state = interviewOf(judgedId, given, refuse);
    if (state.status !== 'planned') return refuse('interview.not-planned');
    return state.representative ? refuse('interview.representative-decided') : state;
  },
  decide({ caseId, decision, representative = null, reason = null }, _, { refuse }) {
    const unclear =
      decision === 'granted'
        ? [...(representative ? [] : ['representative'])]
        : [...(representative ? ['representative'] : []), ...(reason ? [] : ['reason'])];
    if (unclear.length > 0) return refuse('interview.representative-unclear', { fields: unclear });
    return [
      RepresentativeDecided({
        caseId,
        decision,
        representative: representative ? seal(representative) : null,
        reason: reason ? seal(reason) : null,
      }),
    ];
  },
});
