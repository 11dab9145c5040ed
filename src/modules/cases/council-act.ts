import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import type { Asks } from '../../platform/refusals/claims.js';
import type { Refuse } from '../../platform/refusals/refuse.js';
import type { Act, Authority } from '../procedure/procedure.public.js';
import { caseRefusals } from './case.refusals.js';

/** Council's decision: its meeting and motion. */
export class CouncilAct {
  @IsDay() meetingOn!: string;
  @IsProse(100) motion!: string;
}

/** The refusals that `asksAct` and `actOf` can give. */
export const actRefusals = caseRefusals('case.act-missing', 'case.act-misplaced', 'case.meeting-in-future');

/** Council decides by an act of a meeting. No other authority names an act. */
export const asksAct = (decides: Authority): Required<Pick<Asks<'act', keyof typeof actRefusals>, 'needs' | 'leaves'>> =>
  decides === 'Council'
    ? { needs: [{ field: 'act', code: 'case.act-missing' }], leaves: [] }
    : { needs: [], leaves: [{ field: 'act', code: 'case.act-misplaced' }] };

/** The act, of a meeting that was held. */
export function actOf(
  act: CouncilAct | undefined,
  { today, refuse }: { readonly today: Day; readonly refuse: Refuse<'case.meeting-in-future'> },
): Act | null {
  if (act && act.meetingOn > today) return refuse('case.meeting-in-future');
  return act ? { meetingOn: act.meetingOn, motion: act.motion } : null;
}
