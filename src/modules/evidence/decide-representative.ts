import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { judgedOnCase, mustBeUninvolvedIn, standingIn, standingRefusals } from './evidence-access.js';
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
    ...standingRefusals,
    ...interviewRefusals('interview.not-planned', 'interview.representative-decided', 'interview.representative-unclear'),
  },
  gather: async ({ caseId }, _, reads) => ({ standing: await standingIn(caseId, reads) }),
  decide({ caseId, decision, representative = null, reason = null }, state, { facts, refuse }) {
    mustBeUninvolvedIn(facts.standing, refuse);
    if (state.caseId !== caseId) return refuse('resource.not-found');
    if (state.status !== 'planned') return refuse('interview.not-planned');
    if (state.representative) return refuse('interview.representative-decided');
    if (decision === 'granted' ? !representative : !reason || representative) return refuse('interview.representative-unclear');
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
