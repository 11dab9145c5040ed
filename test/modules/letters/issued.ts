import { CaseOpened } from '../../../src/modules/cases/case.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { type LetterDraft, PreviewLetterHandler } from '../../../src/modules/letters/draft-letter.js';
import type { ProceedingKind } from '../../../src/modules/letters/letter-kinds.js';
import { LetterMaker } from '../../../src/modules/letters/letter-maker.js';
import { policyId } from '../../../src/modules/policy/policy.js';
import { procedureId } from '../../../src/modules/procedure/procedure.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { ask, logOf } from '../../kit/reads.js';
import { type Entry, id, version } from '../../kit/stories/a-case.js';
import { steps } from '../../kit/stories/grievances.js';
import { caseId, hr, ofSam, sam } from '../../kit/stories/proceedings.js';

const person = (id: string, name: string): Entry => [
  `person-${id}`,
  PersonEntered({ name: seal(name), title: null, department: null, track: 'permanent', from: '2020-01-01' }),
];
export const samsName = 'Sam Rivers';
/** Whom a letter names, and what it cites. */
export const surroundings: readonly Entry[] = [
  [
    `case-${caseId}`,
    CaseOpened({ reportId: id('report'), accused: [sam], openedOn: '2026-02-01', dueAt: '2026-02-08T07:00:00.000Z', ref: 'C26-WJ5914' }),
  ],
  person(sam, samsName),
  person(hr.person, 'Hanna Ross'),
  [`policy-${policyId}`, version('5716', '2015-04-20')],
  [`procedure-${procedureId}`, steps()],
];
export const proceedingOf = (...events: readonly NewEvent[]): Entry[] => events.map((event) => [`proceeding-${ofSam}`, event]);

/** As the edge opens what `stored` of the kit made a token of. */
const opened = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(/^sealed\.v1\.spec\./, '');
  return value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner)]))
    : value;
};
export const maker = new LetterMaker({ openAll: async (value) => opened(value) });

/** The draft of a letter after these events of Sam's proceeding. */
export const draft = async (kind: ProceedingKind, events: readonly NewEvent[], who: Caller = hr, more: readonly Entry[] = surroundings) =>
  (await ask(PreviewLetterHandler, { kind, proceedingId: ofSam }, who, logOf(...more, ...proceedingOf(...events)))) as LetterDraft;
export const read = async (kind: ProceedingKind, events: readonly NewEvent[]): Promise<string> => maker.html(await draft(kind, events));
