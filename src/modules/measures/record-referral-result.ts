import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, decider, intake, ReferralAnswered } from '../cases/cases.public.js';
import { measureRefusals } from './measures.refusals.js';

/**
 * Records an answer of the police, the insurer or another body to a referral. A referral may have
 * several answers.
 */
export class RecordReferralResult extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() referralId!: string;
  @IsProse(20_000) answer!: string;
  @IsDay() on!: Day;
}

export const RecordReferralResultHandler = commandHandler(RecordReferralResult, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, decider, office('City Attorney')],
  refuses: measureRefusals('measure.no-such-referral', 'measure.day-in-future', 'measure.day-too-early'),
  opens: 'always',
  asks: ({ measures }) => ({ choices: { referralId: [...measures.referrals.keys()] } }),
  decide({ referralId, answer, on }, state, { today, refuse }) {
    const referral = state.measures.referrals.get(referralId) ?? refuse('measure.no-such-referral');
    if (on > today) return refuse('measure.day-in-future');
    if (on < referral.on) return refuse('measure.day-too-early');
    return [ReferralAnswered({ referralId, answer: seal(answer), on })];
  },
});
