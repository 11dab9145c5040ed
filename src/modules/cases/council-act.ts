import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import type { Refuse } from '../../platform/refusals/refuse.js';
import type { Act, Authority } from '../procedure/procedure.public.js';
import { caseRefusals } from './case.refusals.js';

/** Council's decision: its meeting and motion. */
export class CouncilAct {
  @IsDay() meetingOn!: string;
  @IsProse(100) motion!: string;
}

/** The refusals that `actOf` can give. */
export const actRefusals = caseRefusals('case.act-missing', 'case.act-misplaced', 'case.meeting-in-future');

/** Council decides by an act of a meeting that was held. No other authority names an act. */
export function actOf(
  act: CouncilAct | undefined,
  decides: Authority,
  { today, refuse }: { readonly today: Day; readonly refuse: Refuse<keyof typeof actRefusals> },
): Act | null {
  if (decides === 'Council' && !act) return refuse('case.act-missing');
  if (decides !== 'Council' && act) return refuse('case.act-misplaced');
  if (act && act.meetingOn > today) return refuse('case.meeting-in-future');
  return act ? { meetingOn: act.meetingOn, motion: act.motion } : null;
}
