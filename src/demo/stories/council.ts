import { randomBytes } from 'node:crypto';
import { plusDays } from '../../platform/ground/clock.js';
import { type Tour, withoutLogin } from '../tour/tour.js';

/** The parts of this story that the look back needs. */
export interface AgainstTheManager {
  readonly caseId: string;
  readonly proceedingId: string;
}

/** The answer where nothing exists, or nothing that the caller may see. */
const unknown = { status: 403, code: 'access.not-permitted' };

/** A case against the City Manager, from an anonymous report to Council's act. */
export async function council(tour: Tour): Promise<AgainstTheManager> {
  tour.chapter(
    'A case against the City Manager',
    'Somebody reports the City Manager and does not say who they are. The City Manager sees nothing of it, the City Attorney takes it in, somebody from outside investigates, and Council decides.',
  );
  const manager = tour.player('manager');
  const { today } = tour;
  const triage = '/api/cases?queue=needs-decision&limit=200';
  const ids = ({ items }: { items: { id: string }[] }): string[] => items.map(({ id }) => id);
  const known = new Set(ids(await tour.knows('attorney', triage)));

  await tour.sees(withoutLogin, 'Whoever reports is told first how far secrecy goes, and where it ends.', '/api/reports/intake', {
    expect: { offices: (offices: string[]) => offices.includes('City Manager') },
  });
  const { code } = await tour.sends(
    'A report without a login. The code in the answer is shown this once; the city keeps its hash alone.',
    '/api/reports/public',
    {
      summary: 'The City Manager asked for votes for a council candidate on the city’s page, and had the question under it deleted.',
      about: ['City Manager'],
    },
    { expect: { code: (text: string) => /^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/.test(text) } },
  );
  const follow = (told: string, expect: object) => tour.sends(told, '/api/reports/follow-up', { code }, { expect });

  const isNew = (list: { id: string }[]): boolean => list.some(({ id }) => !known.has(id));
  const caseId = ids(await tour.knows('attorney', triage, { items: isNew })).find((id) => !known.has(id)) ?? '';
  const at = `/api/cases/${caseId}`;
  const file = await tour.sees(
    'attorney',
    'The chain of authorities gives it to the City Attorney to take in, and to Council to decide.',
    at,
    {
      expect: { status: 'triage', intake: ['City Attorney'], decides: 'Council', accused: [manager.id], reports: [{ channel: 'web' }] },
      show: ['status', 'intake', 'decides', 'accused', 'reports'],
    },
  );
  const report = `/api/reports/${file.reports[0].id}`;
  await tour.refused(manager, 'The City Manager, whose office opens other cases, is answered as if there were none …', `GET ${at}`, {
    ...unknown,
  });
  await tour.sees(manager, '… and it is in none of the City Manager’s lists.', triage, {
    expect: { items: (list: { id: string }[]) => list.every(({ id }) => id !== caseId) },
    show: ['id', 'status', 'decides', 'waitingOn'],
  });

  await tour.does('attorney', 'Its receipt is acknowledged.', `${report}/acknowledgement`);
  await tour.does('attorney', 'The City Attorney asks back, without knowing whom.', `${report}/messages`, {
    text: 'Thank you. On which day did you see the post, and did you keep a copy?',
  });
  await follow('The sender comes back with the code and reads the question.', {
    acknowledgedOn: today,
    messages: [{ from: 'city' }],
  });
  await tour.sends('And answers it.', '/api/reports/follow-up/messages', {
    code,
    text: 'Last Tuesday evening. A neighbour printed it; the print is in the library’s drop box.',
  });
  await tour.sees('attorney', 'The conversation is with the report, sealed like all of it.', report, {
    expect: { messages: [{ from: 'city' }, { from: 'sender' }] },
    show: ['status', 'reachable', 'acknowledgedOn', 'messages'],
  });
  await tour.refused('attorney', 'Who sent it is a question of its own, which takes a purpose …', `GET ${report}/reporter`, {
    status: 422,
    code: 'request.invalid',
  });
  await tour.refused(withoutLogin, 'A wrong code opens nothing, and does not tell how wrong it is.', 'POST /api/reports/follow-up', {
    status: 404,
    code: 'report.code-unknown',
    body: { code: '0000-0000-0000-0000-0000-0000-0000' },
  });

  await tour.does('attorney', 'Nothing of the case may be disposed of while it runs.', `${at}/holds`, {
    reasons: 'A recall petition is announced; litigation is likely.',
  });
  await tour.does('attorney', 'The City Attorney opens an investigation …', `${at}/triage`, {
    decision: 'investigate',
    reasons: 'It would be use of the city’s page for a campaign.',
  });
  await tour.does('attorney', '… and frames the allegation.', `${at}/allegations`, {
    subject: manager.id,
    clause: 'STD-3',
    deedFrom: plusDays(today, -5),
    facts: 'A post of that evening asks for votes for a candidate by name.',
  });
  await tour.refused(
    'attorney',
    'Everybody who answers to the City Manager is out as investigator, with one answer for every reason.',
    `POST ${at}/investigator`,
    {
      status: 409,
      code: 'case.not-eligible',
      body: { investigator: tour.player('chief').id },
    },
  );

  const outside = 'Rosalind Keene';
  const { id: person } = await tour.does('hr', 'So somebody from outside is entered, as a contractor.', '/api/people', {
    name: outside,
    title: 'Investigator, Keene & Marsh',
    track: 'contractor',
  });
  await tour.does(
    'clerk',
    'Council engages her for this case alone, for sixty days: after that it closes to her by itself.',
    `${at}/engagement`,
    {
      investigator: person,
      from: today,
      to: plusDays(today, 60),
      terms: 'Fixed fee; the report goes to Council through the City Clerk.',
    },
  );
  const login = `keene-${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('base64url');
  await tour.account('it', 'The IT Director gives her an account.', person, login, password);
  const investigator = await tour.signsIn('She signs in.', `${outside} (outside investigator)`, person, login, password);
  await tour.sees(investigator, 'She sees this case …', at, {
    expect: { status: 'investigating', investigator: person },
    show: ['status', 'engagement', 'allegations'],
  });
  await tour.refused(investigator, '… and no list of others.', 'GET /api/cases', { status: 403, code: 'access.not-permitted' });

  const { allegations } = await tour.knows(investigator, at, { allegations: [{}] });
  const { id: allegationId, proceedingId } = allegations[0];
  const course = `/api/proceedings/${proceedingId}`;
  await tour.does('attorney', 'The City Manager is told what is alleged …', `${course}/information`, { service: 'in-person', on: today });
  await tour.does(manager, '… and answers. This is all the City Manager sees.', `${course}/response`, {
    kind: 'writing',
    statement: 'I wrote it on the wrong account. I had nothing deleted.',
  });
  await tour.refused(manager, 'The case itself stays closed to the City Manager.', `GET ${at}`, {
    ...unknown,
  });
  await tour.does(investigator, 'The investigator finds …', `${at}/findings`, {
    allegationId,
    outcome: 'sustained',
    standard: 'preponderance',
    reasons: 'The print and the page’s own archive agree, and the City Manager does not dispute the post.',
    reliesOnUndisclosedSourceAlone: false,
  });
  await tour.does(investigator, '… and files her report.', `${at}/report`, { summary: 'One allegation, sustained on the archive.' });
  const act = { meetingOn: today, motion: 'Motion 21' };
  const determination = { reasons: 'Council adopts the finding.', acknowledgementReason: 'The City Manager administers this policy.' };
  await tour.refused('clerk', 'Council decides by an act of a meeting, or not at all.', `POST ${at}/determination`, {
    status: 422,
    code: 'case.act-missing',
    body: determination,
  });
  await tour.does('clerk', 'The City Clerk enters Council’s act.', `${at}/determination`, { ...determination, act });
  await tour.does('clerk', 'And what Council imposes.', `${course}/discipline`, {
    decision: 'impose',
    rung: 'written-warning',
    reasons: 'Council expects the office to stay out of elections.',
    departureReason: 'The office gives an example to everyone else’s.',
    act: { ...act, motion: 'Motion 22' },
  });
  await tour.sees(manager, 'The City Manager sees the decision, and until when it may be grieved.', course, {
    expect: { status: 'imposed', decision: { rung: 'written-warning', motion: 'Motion 22' } },
    show: ['status', 'decision'],
  });
  await follow('The sender sees how far it is, in a word, and no more.', { status: 'under-review' });
  await tour.does('hr', 'The investigator’s work is done: HR records that today was her last day.', `/api/people/${person}/departure`, {
    on: today,
  });
  await tour.does('it', 'The IT Director closes her account at once …', `/api/accounts/${person}/disable`, {}, { show: [] });
  await tour.refused(investigator, '… and her session with it.', `GET ${at}`, { status: 401, code: 'access.unauthenticated' });
  return { caseId, proceedingId };
}
