import type { Tour } from '../tour/tour.js';
import type { AgainstTheManager } from './council.js';
import type { Grieved } from './grievance.js';

/** The fields printed of a record in a history. */
const ofRecord = [
  'status',
  'charges.clause',
  'charges.policyVersion',
  'rungName',
  'imposedOn',
  'reducedFrom',
  'grievance',
  'counts',
  'countsUntil',
];

/**
 * Shows who sees which part of the stories, now and as of earlier, and whether the log confirms it.
 */
export async function lookingBack(
  tour: Tour,
  grieved: Grieved,
  { caseId }: AgainstTheManager,
  verify: () => Promise<{ code: number; output: string }>,
): Promise<void> {
  tour.chapter(
    'Looking back',
    'What was recorded can be looked at by those whose office it is, for a purpose, and as it stood at any moment.',
  );
  const subject = tour.player('operator');
  const history = `/api/people/${subject.id}/discipline-history`;
  const course = `/api/proceedings/${grieved.proceedingId}`;
  const list = `/api/cases?report=${grieved.reportId}`;

  await tour.refused('hr', 'HR may look at a person’s history, and says what for.', `GET ${history}`, {
    status: 422,
    code: 'request.invalid',
  });
  const isOfStory = ({ proceedingId }: { proceedingId: string }): boolean => proceedingId === grieved.proceedingId;
  const shown = (list: 'final' | 'open') => ({
    part: (body: Record<string, { proceedingId: string }[]>) => ({ ...body, [list]: body[list]?.filter(isOfStory) }),
    show: ['purpose', 'moment', ...ofRecord.map((key) => `${list}.${key}`)],
  });
  const ofThisCase = (status: string, rung: string) => (records: { proceedingId: string; status: string; rung: string }[]) =>
    records.some((one) => one.proceedingId === grieved.proceedingId && one.status === status && one.rung === rung);
  await tour.sees(
    'hr',
    'Now it is shown: final discipline apart from what is open, each with its clause, its version and what a grievance changed.',
    `${history}?purpose=promotion-review`,
    {
      expect: { final: ofThisCase('final', 'written-warning') },
      ...shown('final'),
    },
  );
  await tour.sees(
    'hr',
    'The same as of the moment at which the suspension was imposed: it was open then, and did not count.',
    `${history}?purpose=promotion-review&asOf=${grieved.at.imposed}`,
    {
      expect: { open: ofThisCase('imposed', 'suspension') },
      ...shown('open'),
    },
  );
  await tour.sees(subject, 'The operator sees his own record.', `${history}?purpose=own-record`, {
    expect: { final: ofThisCase('final', 'written-warning') },
    ...shown('final'),
  });
  await tour.sees('hr', 'The proceeding as it stood then …', `${course}?asOf=${grieved.at.imposed}`, {
    expect: { status: 'imposed', course: { standing: { rung: 'suspension' } } },
    show: ['status', 'waitsOn', 'course.standing'],
  });
  await tour.sees('hr', '… and as it stands.', course, {
    expect: { status: 'final', course: { standing: { rung: 'written-warning' } } },
    show: ['status', 'waitsOn', 'course.standing'],
  });
  await tour.sees(
    'manager',
    'The case in the list, as of the moment its investigator was assigned …',
    `${list}&asOf=${grieved.at.investigating}`,
    {
      expect: { items: [{ status: 'investigating', findings: 0 }] },
      show: ['id', 'status', 'decides', 'waitingOn', 'findings'],
    },
  );
  await tour.sees('manager', '… and now.', list, {
    expect: { items: [{ status: 'closed', findings: 1 }] },
    show: ['id', 'status', 'decides', 'waitingOn', 'findings'],
  });
  await tour.sees('manager', 'Before the report there was no case.', `${list}&asOf=${grieved.at.before}`, {
    expect: { items: [] },
  });

  await tour.refused('dispatcher', 'An employee sees no list of cases …', 'GET /api/cases', { status: 403, code: 'access.not-permitted' });
  await tour.refused('dispatcher', '… and nobody else’s history.', `GET ${history}?purpose=promotion-review`, {
    status: 403,
    code: 'access.not-permitted',
  });
  await tour.refused(
    subject,
    'The operator still cannot see the case: his proceeding is his part of it.',
    `GET /api/cases/${grieved.caseId}`,
    { status: 403, code: 'access.not-permitted' },
  );
  await tour.sees('ranger', 'The ranger follows what became of their own report, in a word.', `/api/reports/mine/${grieved.reportId}`, {
    expect: { status: 'closed' },
  });
  await tour.refused(
    'manager',
    'And the City Manager is walled off in the past as well as today.',
    `GET /api/cases/${caseId}?asOf=${grieved.at.imposed}`,
    { status: 403, code: 'access.not-permitted' },
  );

  await tour.sees(
    'auditor',
    'The auditor reads the log: who, in which office, under which version; what is sealed stays so.',
    `/api/events?from=${grieved.at.before}&limit=3`,
    {
      expect: { items: (items: unknown[]) => items.length === 3 },
    },
  );
  await tour.sees('auditor', 'Each look at a history is on record, with its purpose.', '/api/look-ups?limit=3', {
    expect: { items: (items: { person: string; purpose: string }[]) => items.some(({ person }) => person === subject.id) },
  });
  await tour.runs(
    'Last, every list is built anew from the log and compared with the one that answered, every key is tried, every file hashed.',
    'npx casebook replay --verify',
    verify,
  );
}
