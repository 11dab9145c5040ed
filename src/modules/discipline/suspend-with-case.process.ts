import { streamParts } from '../../platform/events/envelope.js';
import { pick, type StoredEvent } from '../../platform/events/event.js';
import { type Due, process } from '../../platform/processes/process.js';
import { caseEvents } from '../cases/cases.public.js';
import { proceedingEvents, proceedingId } from '../proceedings/proceedings.public.js';
import { GoOnWithCase, RestWithCase } from './suspend-with-case.js';

interface Resting {
  readonly proceedingId: string;
  /** The case rests. */
  readonly rests: boolean;
  /** The proceeding is held because its case rests. */
  readonly held: boolean;
}
type Row = Due<Resting> | null;

const events = {
  ...pick(caseEvents, 'CaseSuspended', 'CaseResumed'),
  ...pick(
    proceedingEvents,
    'ProceedingHeld',
    'ProceedingResumed',
    'ProceedingSeparated',
    'ProceedingSettled',
    'NothingSustained',
    'NoActionTaken',
    'DisciplineBecameFinal',
  ),
};

const owed = (data: Resting, { recordedAt }: StoredEvent): Row => {
  if (!data.rests && !data.held) return null;
  return { data, dueAt: data.rests === data.held ? null : recordedAt };
};
const over = (): Row => null;
const ofSubjects = ({ stream, data }: { readonly stream: string; readonly data: { readonly subjects: readonly string[] } }) =>
  data.subjects.map((subject) => proceedingId(streamParts(stream).id, subject));

/** Holds the proceedings under way in a case that rests, and resumes them with the case. */
export const restWithCase = process<Resting, typeof events>({
  name: 'rest_with_case',
  version: 2,
  events,
  keys: { CaseSuspended: ofSubjects, CaseResumed: ofSubjects },
  fold: {
    CaseSuspended: (row, event, key) => owed({ proceedingId: key, rests: true, held: row?.data.held ?? false }, event),
    CaseResumed: (row, event) => row && owed({ ...row.data, rests: false }, event),
    // A proceeding that is held on its own continues when that hold ends. A hold that came after
    // the case was resumed is lifted at once.
    ProceedingHeld: (row, event, key) =>
      event.data.withCase ? owed({ proceedingId: key, rests: row?.data.rests ?? false, held: true }, event) : null,
    ProceedingResumed: (row, event) => row && owed({ ...row.data, held: false }, event),
    ProceedingSeparated: over,
    ProceedingSettled: over,
    NothingSustained: over,
    NoActionTaken: over,
    DisciplineBecameFinal: over,
  },
  act: ({ proceedingId: id, rests }) => Object.assign(rests ? new RestWithCase() : new GoOnWithCase(), { proceedingId: id }),
});
