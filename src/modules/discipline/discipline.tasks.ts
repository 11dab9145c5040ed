import { directorOfDepartment, type Owner, person, type Task, tasksOf } from '../../platform/tasks/task.js';
import { cases } from '../cases/cases.public.js';
import { type Authority, actsFor } from '../procedure/procedure.public.js';
import { type CurrentProceeding, type ProceedingState, proceedings } from '../proceedings/proceedings.public.js';
import { DecideDiscipline } from './decide-discipline.js';
import { InformSubject } from './inform-subject.js';
import { ProposeDiscipline } from './propose-discipline.js';
import { RecordLegalReview } from './record-legal-review.js';
import { RecordResponse } from './record-response.js';
import { ResumeProceeding } from './resume-proceeding.js';
import { ServeNotice } from './serve-notice.js';

const steps = {
  'inform-subject': { command: InformSubject, clause: 'VIO-3' },
  'answer-allegations': { command: RecordResponse, clause: 'VIO-3', right: true },
  'propose-discipline': { command: ProposeDiscipline, clause: 'VIO-3' },
  'review-proposal': { command: RecordLegalReview, clause: 'VIO-3' },
  'serve-notice': { command: ServeNotice, clause: 'VIO-3' },
  respond: { command: RecordResponse, clause: 'VIO-3', right: true },
  'decide-discipline': { command: DecideDiscipline, clause: 'VIO-3' },
  'resume-proceeding': { command: ResumeProceeding, clause: 'VIO-3' },
} as const;
type Owed = Omit<Task<keyof typeof steps>, 'fields'>;

/** Those who may decide: the authority, and the subject's director where the rung is the director's too. */
const deciders = (state: Extract<CurrentProceeding, { decides: Authority }>): readonly Owner[] => {
  const { decides, department } = state;
  const offices = actsFor(decides);
  if (decides === 'Council') return offices;
  const among = 'proposal' in state ? state.proposal.rung.imposedBy : undefined;
  const directors = department !== null && (!among || among.includes('Director')) ? [directorOfDepartment(department)] : [];
  return [...(!among || among.includes(decides) ? offices : []), ...directors];
};

/** What follows a proposal: counsel's review, the notice, or the decision. */
function afterProposal(state: Extract<CurrentProceeding, { status: 'proposed' }>): Owed {
  const { rung, reviewed } = state.proposal;
  const owed = { dueAt: null };
  if (rung.needsLegalReview && reviewed === null) return { step: 'review-proposal', owners: ['City Attorney'], ...owed };
  // What counsel finds insufficient is proposed anew.
  if (rung.needsLegalReview && reviewed === 'insufficient') return { step: 'propose-discipline', owners: deciders(state), ...owed };
  if (rung.needsNotice) return { step: 'serve-notice', owners: [...new Set<Owner>(['HR', ...actsFor(state.decides)])], ...owed };
  return { step: 'decide-discipline', owners: deciders(state), ...owed };
}

function owedIn(state: ProceedingState): readonly Owed[] {
  switch (state.status) {
    case 'named':
    case 'informed': {
      const untold = state.allegations.some(({ allegationId }) => !state.informed.has(allegationId));
      const answerBy = [...state.informed.values()].sort().at(-1) ?? null;
      return [
        ...(untold ? [{ step: 'inform-subject', owners: ['HR'], dueAt: null } as const] : []),
        ...(state.status === 'informed' && !state.answered
          ? [{ step: 'answer-allegations', owners: [person(state.subject)], dueAt: answerBy, watcher: 'HR' } as const]
          : []),
      ];
    }
    case 'sustained':
      return [{ step: 'propose-discipline', owners: deciders(state), dueAt: null }];
    case 'proposed':
      return [afterProposal(state)];
    case 'noticed':
      return [
        { step: 'respond', owners: [person(state.subject)], dueAt: state.notice.respondUntil, watcher: actsFor(state.decides)[0] ?? 'HR' },
      ];
    case 'responded':
    case 'waived':
    case 'lapsed':
      return [{ step: 'decide-discipline', owners: deciders(state), dueAt: null }];
    case 'held':
      // One that rests with its case continues when the case does.
      return state.withCase ? [] : [{ step: 'resume-proceeding', owners: ['HR'], dueAt: null }];
    default:
      return [];
  }
}

/** The steps of due process up to the decision on discipline. */
export const disciplineTasks = tasksOf({
  stream: proceedings,
  version: 1,
  steps,
  of: (state, proceedingId) => (state.status === 'absent' ? [] : owedIn(state).map((owed) => ({ ...owed, fields: { proceedingId } }))),
  // The case carries the time for the decision on discipline.
  async due({ proceedingId }, reads) {
    const state = await reads.state(proceedings, proceedingId ?? '');
    const matter = state.status === 'absent' ? state : await reads.state(cases, state.caseId);
    return matter.status === 'determined' ? matter.dueAt : null;
  },
});
