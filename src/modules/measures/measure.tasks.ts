import type { Office } from '../../platform/access/access.js';
import { tasksOf } from '../../platform/tasks/task.js';
import { cases } from '../cases/cases.public.js';
import { actsFor } from '../procedure/procedure.public.js';
import { mitigatingOffices } from './begin-mitigation.js';
import { CompleteMitigation } from './complete-mitigation.js';
import { RecordReferralResult } from './record-referral-result.js';
import { ReviewInterimMeasure } from './review-interim-measure.js';

/** What remains to be done about measures, in every state of a case. */
export const measureTasks = tasksOf({
  stream: cases,
  version: 1,
  steps: {
    'complete-mitigation': { command: CompleteMitigation, clause: 'VIO-2' },
    'review-interim-measure': { command: ReviewInterimMeasure, clause: 'VIO-2' },
    'record-referral-result': { command: RecordReferralResult, clause: 'VIO-2' },
  },
  of(state, caseId) {
    if (state.status === 'absent') return [];
    const { authority, measures } = state;
    const deciders = actsFor(authority.decides);
    // Whoever began it, and whoever takes in: the office that began it may have left the case since.
    const mitigates = new Set<string>([...mitigatingOffices, ...authority.intake, ...deciders]);
    const finishers = (office: string) => [...new Set<Office>([...(mitigates.has(office) ? [office as Office] : []), ...authority.intake])];
    const mitigation = [...measures.mitigation].filter(([, { done }]) => !done);
    const interim = [...measures.interim].filter(([, { ended }]) => !ended);
    const referrals = [...measures.referrals].filter(([, { answers }]) => answers.length === 0);
    return [
      ...mitigation.map(
        ([mitigationId, { office }]) =>
          ({ step: 'complete-mitigation', owners: finishers(office), fields: { caseId, mitigationId }, dueAt: null }) as const,
      ),
      ...interim.map(
        ([measureId, { reviewAt }]) =>
          ({ step: 'review-interim-measure', owners: deciders, fields: { caseId, measureId }, dueAt: reviewAt }) as const,
      ),
      ...referrals.map(
        ([referralId]) =>
          ({ step: 'record-referral-result', owners: authority.intake, fields: { caseId, referralId }, dueAt: null }) as const,
      ),
    ];
  },
});
