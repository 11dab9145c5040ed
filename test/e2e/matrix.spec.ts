import { defaultProcedure } from '../../src/modules/procedure/procedure.defaults.js';
import { admit } from '../../src/platform/access/access.js';
import type { EventRecord } from '../../src/platform/events/envelope.js';
import { newId } from '../../src/platform/ground/ids.js';
import { paramsOf, type Route } from '../../src/platform/http/routes.js';
import { type Answer, useCity } from '../kit/app.js';
import { type CastMember, officeHolders } from '../kit/city.js';
import { Matter } from '../kit/stories/matter.js';

const city = useCity();
/** Fills the log, so that no other number of an answer is as large as its positions. */
beforeAll(async () => {
  const caseId = newId();
  const look = (): EventRecord => ({
    id: newId(),
    type: 'CaseSeen',
    schema: 1,
    data: { caseId },
    recordedAt: new Date(city.clock.now()).toISOString(),
    actor: { person: city.person('Auditor'), office: 'Auditor' },
    policyVersion: null,
    commandId: newId(),
    commandHash: '',
    causationId: null,
    correlationId: newId(),
  });
  await city.casebook.store.append(`look-${caseId}`, 'none', Array.from({ length: 7_000 }, look));
  await city.settle();
});
const today = '2026-03-02';
const ladder = defaultProcedure.ladders(today)[0];

interface Entry {
  /** Path parameters that are not the id of something that does not exist. */
  readonly of?: (who: CastMember) => Record<string, string>;
  readonly query?: string;
  /** The least that the route takes. */
  readonly body?: () => object;
  /** The token it is asked with is of no use afterwards. */
  readonly endsToken?: true;
  /** Sent as a form with a file. */
  readonly form?: boolean;
}
const own = (who: CastMember) => ({ personId: city.person(who) });
const employee = () => ({ personId: city.person('Employee') });

const fromPaper = { track: 'permanent', rung: 'oral-warning', imposedOn: '2020-01-02', source: 'Cabinet 1' };

/** One entry for every route: a new one is added here before it is served. */
const entries: Readonly<Record<string, Entry>> = {
  'GET /health/live': {},
  'GET /health/ready': {},
  'GET /metrics': {},
  'POST /api/sessions': { body: () => ({ login: 'nobody', password: 'no such password' }) },
  'DELETE /api/sessions/current': { endsToken: true },
  'GET /api/me': {},
  'GET /api/tokens': {},
  'POST /api/tokens': { body: () => ({ label: 'spec' }) },
  'DELETE /api/tokens/:tokenId': {},
  'POST /api/accounts': { body: () => ({ person: newId(), login: newId(), password: 'a long enough password' }) },
  'POST /api/accounts/:person/disable': {},
  'POST /api/departments': { body: () => ({ name: `Department ${newId()}` }) },
  'GET /api/departments': {},
  'POST /api/people': { body: () => ({ name: 'Someone New', track: 'permanent' }) },
  'GET /api/people': {},
  'GET /api/people/:personId': { of: employee },
  'POST /api/people/:personId/name': { body: () => ({ name: 'Someone Else' }) },
  'POST /api/people/:personId/track': { body: () => ({ track: 'permanent', from: today }) },
  'POST /api/people/:personId/department': { body: () => ({ department: null, from: today }) },
  'POST /api/people/:personId/departure': { body: () => ({ on: today }) },
  'POST /api/people/:personId/return': { body: () => ({ from: today, track: 'permanent' }) },
  'POST /api/people/:personId/offices': { body: () => ({ office: 'Designee' }) },
  'POST /api/people/:personId/offices/:assignmentId/end': {},
  'GET /api/offices': {},
  'GET /api/policy': {},
  'GET /api/policy/versions': {},
  'POST /api/policy/versions': {
    body: () => ({
      version: newId(),
      instrument: 'Resolution',
      adoptedOn: today,
      effectiveFrom: today,
      clauses: [{ id: 'STD-1', text: 'As before.', binds: 'everyone', force: 'must' }],
    }),
  },
  'GET /api/policy/versions/:version': { of: () => ({ version: '5716' }) },
  'GET /api/policy/versions/:version/acknowledgements': { of: () => ({ version: '5716' }) },
  'GET /api/policy/redline': { query: '?from=5716&to=5716' },
  'GET /api/policy/amendments': {},
  'POST /api/policy/amendments': {
    body: () => ({ version: newId(), base: '5716', instrument: 'Resolution', adoptedOn: today, effectiveFrom: today, removed: ['STD-1'] }),
  },
  'POST /api/policy/rescission': { body: () => ({ instrument: 'Resolution', adoptedOn: today, effectiveFrom: today }) },
  'POST /api/policy/withdrawal': { body: () => ({ version: newId(), reasons: 'Entered twice.' }) },
  'GET /api/policy/interpretations': {},
  'POST /api/policy/interpretations': {
    body: () => ({ version: '5716', clause: 'STD-1', question: 'Is it so?', answer: 'It is.', givenBy: 'Counsel', on: today }),
  },
  'GET /api/policy/clauses/:clause/cases': { of: () => ({ clause: 'STD-4' }) },
  'POST /api/policy/unresolved': { body: () => ({ instrument: 'A lost resolution', on: today, question: 'Was it repealed?' }) },
  'POST /api/people/:personId/acknowledgements': { of: own, body: () => ({ version: '5716' }) },
  'GET /api/people/:personId/acknowledgements': { of: own },
  'POST /api/sites': {
    body: () => ({ name: 'City page', platform: 'Somewhere', address: `https://social.example/${newId()}`, purpose: 'News.' }),
  },
  'GET /api/sites': {},
  'GET /api/sites/:siteId': {},
  'POST /api/sites/:siteId/approval': {},
  'POST /api/sites/:siteId/decline': { body: () => ({ reasons: 'Too many.' }) },
  'POST /api/sites/:siteId/activation': {
    body: () => ({ archiving: 'tool', archivedBy: 'An archive', civilityPolicy: 'https://city.example/civility' }),
  },
  'POST /api/sites/:siteId/suspension': { body: () => ({ cause: 'vandalised', reasons: 'Strange posts.' }) },
  'POST /api/sites/:siteId/resumption': { body: () => ({ reasons: 'Clean again.' }) },
  'POST /api/sites/:siteId/retirement': { body: () => ({ reasons: 'Nobody reads it.' }) },
  'POST /api/sites/:siteId/administrators': {
    body: () => ({ person: city.person('Employee'), change: 'add', reasons: 'Helps out.' }),
  },
  'POST /api/sites/:siteId/administrators/:person': { body: () => ({ decision: 'approve' }) },
  'POST /api/letters/templates': {
    body: () => ({ kind: 'no-action', effectiveFrom: today, instrument: 'Memorandum', body: '# Decision\n\n{{reasons}}' }),
  },
  'GET /api/letters/templates': {},
  'GET /api/letters/preview': { query: `?kind=notice&proceedingId=${newId()}` },
  'POST /api/letters': { body: () => ({ kind: 'notice', proceedingId: newId() }) },
  'GET /api/letters': { query: `?caseId=${newId()}` },
  'GET /api/letters/acknowledgements/preview': { query: `?reportId=${newId()}` },
  'POST /api/letters/acknowledgements': { body: () => ({ reportId: newId() }) },
  'GET /api/letters/acknowledgements': { query: `?reportId=${newId()}` },
  'GET /api/letters/:letterId': {},
  'GET /api/letters/:letterId/html': {},
  'GET /api/letters/:letterId/pdf': {},
  'POST /api/reports': { body: () => ({ channel: 'web', summary: 'Something is wrong.', from: 'self' }) },
  'GET /api/reports/intake': {},
  'POST /api/reports/public': { body: () => ({ summary: 'Something is wrong.' }) },
  'POST /api/reports/follow-up': { body: () => ({ code: 'no such code' }) },
  'POST /api/reports/follow-up/messages': { body: () => ({ code: 'no such code', text: 'More.' }) },
  'POST /api/reports/follow-up/retaliation': { body: () => ({ code: 'no such code', summary: 'My shifts were cut.' }) },
  'POST /api/reports/follow-up/letters': { body: () => ({ code: 'no such code' }) },
  'POST /api/reports/follow-up/letters/html': { body: () => ({ code: 'no such code', letterId: newId() }) },
  'POST /api/reports/follow-up/letters/pdf': { body: () => ({ code: 'no such code', letterId: newId() }) },
  'POST /api/reports/relayed': { body: () => ({ channel: 'telephone', summary: 'Something is wrong.' }) },
  'GET /api/reports/mine': {},
  'POST /api/reports/retaliation': { body: () => ({ caseId: newId(), summary: 'My shifts were cut.' }) },
  'GET /api/reports/duties': {},
  'GET /api/reports/mine/:reportId': {},
  'POST /api/reports/mine/:reportId/messages': { body: () => ({ text: 'More.' }) },
  'GET /api/reports/:reportId': {},
  'GET /api/reports/:reportId/reporter': { query: '?purpose=protection' },
  'POST /api/reports/:reportId/acknowledgement': {},
  'POST /api/reports/:reportId/messages': { body: () => ({ text: 'When was that?' }) },
  'POST /api/reports/:reportId/decline': { body: () => ({ ground: 'personal-use', reasons: 'A private page.' }) },
  'POST /api/reports/:reportId/referral': { body: () => ({ to: 'The police', reasons: 'A threat.' }) },
  'POST /api/reports/:reportId/case': { body: () => ({ caseId: newId(), reasons: 'The same post.' }) },
  'POST /api/reports/:reportId/disclosures': {
    body: () => ({ to: 'The court', reason: 'It was ordered.', how: 'telephone', toldOn: today }),
  },
  'POST /api/reports/:reportId/disclosures/:disclosureId/decision': {},
  'POST /api/reports/:reportId/check-ins/:checkInId': {
    body: () => ({ on: today, how: 'telephone', note: 'All is well.', retaliation: false }),
  },
  'GET /api/cases': {},
  'GET /api/cases/:caseId': {},
  'POST /api/cases/:caseId/triage': { body: () => ({ decision: 'decline', ground: 'other', reasons: 'Out of scope.' }) },
  'POST /api/cases/:caseId/allegations': {
    body: () => ({ subject: city.person('Subject'), clause: 'STD-4', deedFrom: today, facts: 'As seen.' }),
  },
  'POST /api/cases/:caseId/witnesses': { body: () => ({ person: city.person('Employee') }) },
  'POST /api/cases/:caseId/investigator': { body: () => ({ investigator: city.person('City Attorney') }) },
  'POST /api/cases/:caseId/findings': {
    body: () => ({
      allegationId: newId(),
      outcome: 'unfounded',
      standard: 'preponderance',
      reasons: 'Nothing of it is so.',
      reliesOnUndisclosedSourceAlone: false,
    }),
  },
  'POST /api/cases/:caseId/report': { body: () => ({ summary: 'Done.' }) },
  'POST /api/cases/:caseId/determination': { body: () => ({ reasons: 'Adopted.' }) },
  'POST /api/cases/:caseId/evidence': { form: true },
  'POST /api/cases/:caseId/evidence/things': {
    body: () => ({
      description: 'A telephone.',
      obtained: 'Handed in.',
      collectedOn: today,
      collectedBy: 'A clerk',
      custodian: 'A clerk',
      location: 'Safe 2',
    }),
  },
  'GET /api/cases/:caseId/evidence': {},
  'GET /api/cases/:caseId/evidence/:evidenceId': {},
  'GET /api/cases/:caseId/evidence/:evidenceId/content': { query: '?audience=counsel&purpose=Advice' },
  'POST /api/cases/:caseId/evidence/:evidenceId/transfers': {
    body: () => ({ on: today, custodian: 'A clerk', location: 'Safe 2', reason: 'Moved.' }),
  },
  'POST /api/cases/:caseId/evidence/:evidenceId/supersession': { body: () => ({ by: newId(), reason: 'Clearer.' }) },
  'POST /api/cases/:caseId/evidence/:evidenceId/withdrawal': { body: () => ({ reason: 'False.' }) },
  'POST /api/cases/:caseId/evidence/:evidenceId/disclosures': { body: () => ({ proceedingId: newId(), shownAs: 'A capture.' }) },
  'GET /api/proceedings/:proceedingId/evidence': {},
  'GET /api/proceedings/:proceedingId/evidence/:evidenceId': {},
  'GET /api/proceedings/:proceedingId/evidence/:evidenceId/content': {},
  'POST /api/cases/:caseId/interviews': { body: () => ({ as: 'other', name: 'A neighbour', basis: 'voluntary', on: today }) },
  'GET /api/cases/:caseId/interviews': {},
  'GET /api/cases/:caseId/interviews/:interviewId': {},
  'POST /api/cases/:caseId/interviews/:interviewId/representative': { body: () => ({ decision: 'refused', reason: 'Not theirs.' }) },
  'POST /api/cases/:caseId/interviews/:interviewId/record': {
    body: () => ({ on: today, place: 'Room 2', present: 'Both.', representativeAsked: false, summary: 'Said.' }),
  },
  'POST /api/cases/:caseId/interviews/:interviewId/addenda': { body: () => ({ addendum: 'More.' }) },
  'POST /api/cases/:caseId/interviews/:interviewId/cancellation': { body: () => ({ reason: 'Declined.' }) },
  'POST /api/cases/:caseId/report/review': { body: () => ({ opinion: 'sufficient', note: 'Sound.' }) },
  'POST /api/cases/:caseId/report/return': { body: () => ({ reasons: 'Thin.', missing: 'The editor.', dueOn: today }) },
  'POST /api/cases/:caseId/abeyance': { body: () => ({ cause: 'litigation', reasons: 'A suit.' }) },
  'POST /api/cases/:caseId/resumption': { body: () => ({ reasons: 'It is over.' }) },
  'POST /api/cases/:caseId/reopening': { body: () => ({ reasons: 'It matters.', evidence: 'An archive.' }) },
  'POST /api/cases/:caseId/conflict': { body: () => ({ reasons: 'We are related.' }) },
  'POST /api/cases/:caseId/authority': {},
  'POST /api/cases/:caseId/allegations/:allegationId/amendment': {
    body: () => ({ clause: 'STD-4', deedFrom: today, facts: 'As seen.', reasons: 'The day was wrong.' }),
  },
  'POST /api/cases/:caseId/allegations/:allegationId/withdrawal': { body: () => ({ reasons: 'Someone else wrote it.' }) },
  'POST /api/cases/:caseId/plan': { body: () => ({ scope: 'Two posts.', steps: [{ what: 'Ask the editor.' }] }) },
  'POST /api/cases/:caseId/engagement': {
    body: () => ({ investigator: city.person('Employee'), from: today, to: today, terms: 'By the hour.' }),
  },
  'POST /api/cases/:caseId/investigator/release': {},
  'POST /api/cases/:caseId/links': { body: () => ({ other: newId(), kind: 'related' }) },
  'GET /api/cases/:caseId/measures': {},
  'POST /api/cases/:caseId/mitigation': { body: () => ({ what: 'The post is taken down.' }) },
  'POST /api/cases/:caseId/mitigation/:mitigationId/completion': { body: () => ({ result: 'Gone.' }) },
  'POST /api/cases/:caseId/referrals': { body: () => ({ to: 'police', body: 'Police Department', reasons: 'A threat.', on: today }) },
  'POST /api/cases/:caseId/referrals/:referralId/result': { body: () => ({ answer: 'No charge.', on: today }) },
  'POST /api/cases/:caseId/holds': { body: () => ({ reasons: 'A claim.' }) },
  'POST /api/cases/:caseId/holds/:holdId/lift': { body: () => ({ reasons: 'Settled.' }) },
  'POST /api/cases/:caseId/interim-measures': {
    body: () => ({ kind: 'content-taken-down', what: 'The post.', reasons: 'It harms.', reviewBy: today }),
  },
  'POST /api/cases/:caseId/interim-measures/:measureId/review': { body: () => ({ decision: 'end', reasons: 'Needless.' }) },
  'POST /api/procedure/ladders': { body: () => ({ ...ladder, effectiveFrom: today }) },
  'POST /api/procedure/authorities': { body: () => ({ ...defaultProcedure.chain(today) }) },
  'POST /api/procedure/deadlines': { body: () => ({ ...defaultProcedure.deadlines(today) }) },
  'POST /api/procedure/report-terms': {
    body: () => ({ effectiveFrom: today, instrument: 'Order 1', acknowledge: 5, disclosure: 7, checkInEvery: 30, checkInsFor: 365 }),
  },
  'GET /api/procedure': {},
  'GET /api/proceedings/:proceedingId': {},
  'POST /api/proceedings/:proceedingId/information': { body: () => ({ service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/response': { body: () => ({ kind: 'waiver' }) },
  'POST /api/proceedings/:proceedingId/proposal': { body: () => ({ rung: 'coaching', reasons: 'Once.' }) },
  'POST /api/proceedings/:proceedingId/review': { body: () => ({ opinion: 'sufficient', note: 'Sound.' }) },
  'POST /api/proceedings/:proceedingId/notice': { body: () => ({ evidence: 'The post.', service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/discipline': { body: () => ({ decision: 'no-action', reasons: 'Mended.' }) },
  'POST /api/procedure/grievance-steps': { body: () => ({ ...defaultProcedure.grievances(today)[0] }) },
  'POST /api/procedure/holidays': { body: () => ({ ...defaultProcedure.holidays(2026) }) },
  'POST /api/proceedings/:proceedingId/grievance': { body: () => ({ grounds: 'It was not so.' }) },
  'POST /api/proceedings/:proceedingId/grievance/next-step': {},
  'POST /api/proceedings/:proceedingId/grievance/decision': { body: () => ({ outcome: 'denied', reasons: 'It stands.' }) },
  'POST /api/proceedings/:proceedingId/grievance/hearing-officer': {
    body: () => ({ officer: city.person('Employee'), from: today, to: today, terms: 'By the hour.' }),
  },
  'POST /api/proceedings/:proceedingId/grievance/hearing-officer/release': { body: () => ({ reasons: 'Ill.' }) },
  'POST /api/proceedings/:proceedingId/grievance/withdrawal': {},
  'POST /api/proceedings/:proceedingId/grievance/copy': { body: () => ({ service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/hold': { body: () => ({ reasons: 'A criminal investigation.' }) },
  'POST /api/proceedings/:proceedingId/resumption': { body: () => ({ reasons: 'It is over.' }) },
  'POST /api/proceedings/:proceedingId/separation': { body: () => ({ reason: 'retired' }) },
  'POST /api/proceedings/:proceedingId/settlement': { body: () => ({ terms: 'As agreed.', approvedBy: 'City Manager' }) },
  'POST /api/proceedings/:proceedingId/return': { body: () => ({ because: 'new-evidence', reasons: 'Another post.' }) },
  'POST /api/proceedings/:proceedingId/reduction': { body: () => ({ rung: 'coaching', reasons: 'Mended.' }) },
  'POST /api/proceedings/:proceedingId/expungement': {
    body: () => ({ orderedBy: 'arbitrator', orderedOn: today, order: 'Award 1.' }),
  },
  'POST /api/proceedings/:proceedingId/correction': { body: () => ({ effectiveOn: today, reasons: 'Misread.', authority: 'HR' }) },
  'POST /api/proceedings/:proceedingId/rebuttals': { body: () => ({ statement: 'It was not so.' }) },
  'POST /api/people/:personId/prior-discipline': {
    of: employee,
    body: () => ({ track: 'permanent', rung: 'oral-warning', imposedOn: '2020-01-02', source: 'Cabinet 1' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/correction': {
    body: () => ({ ...fromPaper, correction: 'Misread.', authority: 'HR' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/person': {
    body: () => ({ ...fromPaper, to: city.person('Employee'), correction: 'A namesake.', authority: 'HR' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/withdrawal': { body: () => ({ reasons: 'Twice.' }) },
  'POST /api/people/:personId/prior-discipline/:entryId/expungement': {
    body: () => ({ orderedBy: 'arbitrator', orderedOn: today, order: 'Award 1.' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/rebuttals': { body: () => ({ statement: 'It was not so.' }) },
  'GET /api/people/:personId/discipline-history': { of: () => ({ personId: city.person('Subject') }), query: '?purpose=audit' },
  'GET /api/events': {},
  'GET /api/audit/visibility': { query: '?office=HR' },
  'GET /api/cases/:caseId/changes': { query: '?from=2026-01-01T00:00:00Z' },
  'GET /api/cases/:caseId/file': { query: '?audience=public&purpose=The%20hearing' },
  'GET /api/look-ups': {},
  'GET /api/search': { query: '?q=planted' },
  'GET /api/cases/:caseId/comparables': {},
  'GET /api/caseload': {},
  'GET /api/overrides': {},
  'GET /api/late-steps': {},
  'GET /api/looks': {},
  'GET /api/grievances': {},
  'GET /api/interim-reviews': {},
  'GET /api/work': {},
  'POST /api/work/:workId/release': {},
};

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const part = (name: string, content: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const formWithFile = `${part('description', 'A page.')}${part('obtained', 'Captured.')}${part('file"; filename="a.txt', 'Words.')}--b--\r\n`;

/** Fields of an answer, and headers, that say where the log stands. */
const countsEvents = /^(position|revision|head|lag)$/i;
/** The places in an answer that hold a position or a revision: by the field's name, or as a number that is the log's last. */
function positionsIn(value: unknown, heads: ReadonlySet<string>, path = ''): string[] {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([name, inner]) => positionsIn(inner, heads, `${path}/${name}`));
  const text = String(value);
  return heads.has(text) || (/^\d+$/.test(text) && countsEvents.test(path.slice(path.lastIndexOf('/') + 1))) ? [`${path} ${text}`] : [];
}

/**
 * Asks for a route; its path's ids are those given, or of things that do not exist. Whatever comes,
 * nobody but the Auditor is told a position of the log or a revision.
 */
async function ask(route: Route, who: CastMember | undefined, given: Record<string, string> = {}): Promise<Answer> {
  const before = await city.head();
  const answer = await send(route, who, given);
  const heads = new Set([before, await city.head()].map(String));
  const whole = { ...(answer.body as object | undefined), headers: Object.fromEntries(answer.headers) };
  if (who !== 'Auditor') expect([nameOf(route), who, positionsIn(whole, heads)]).toEqual([nameOf(route), who, []]);
  return answer;
}

async function send(route: Route, who: CastMember | undefined, given: Record<string, string>): Promise<Answer> {
  const { of, query = '', body, form, endsToken } = entries[nameOf(route)] ?? {};
  const ids: Record<string, string> = { ...of?.(who ?? 'Employee'), ...given };
  const path = paramsOf(route.path).reduce((text, name) => text.replace(`:${name}`, ids[name] ?? newId()), route.path);
  const spare = who && endsToken && (await city.casebook.accounts.issueToken(city.person(who), 'spec', 1)).token;
  const client = who && !spare ? city.as(who) : city.bearing(spare);
  if (form) return client.post(path, formWithFile, { 'content-type': 'multipart/form-data; boundary=b' });
  return route.method === 'POST' ? client.post(path, body?.()) : client.send(route.method, `${path}${query}`);
}

/** The one answer for everyone who may not, without what names the request. */
const notPermitted = {
  type: 'urn:casebook:problem:access.not-permitted',
  title: 'Forbidden',
  status: 403,
  code: 'access.not-permitted',
  detail: 'You may not do this.',
};
const told = ({ status, body }: Answer) => {
  const { instance: _, ...rest } = body ?? {};
  return { status, rest };
};

it('has an entry for every route, and none for what is not served', () =>
  expect(Object.keys(entries).sort()).toEqual(city.routes.map(nameOf).sort()));

it('tells nobody anything without a token, or with a wrong one', async () => {
  for (const route of city.routes) {
    const { status, body } = await ask(route, undefined);
    if (route.kind === 'public') expect([nameOf(route), body?.code]).not.toEqual([nameOf(route), 'access.unauthenticated']);
    else expect([nameOf(route), status, body.code]).toEqual([nameOf(route), 401, 'access.unauthenticated']);
  }
  expect(await city.bearing(`cb_${'A'.repeat(43)}`).get('/api/me')).toMatchObject({
    status: 401,
    body: { code: 'access.unauthenticated' },
  });
});

describe.each(officeHolders)('%s, holding nothing else,', (who) => {
  const offices = new Set([who, 'Employee']);

  it('is admitted where a grant is declared, and gets the one generic answer elsewhere', async () => {
    for (const route of city.routes.filter(({ kind }) => kind !== 'public')) {
      const declared =
        (route.kind === 'authenticated' && route.grants.length === 0) ||
        route.grants.some(({ kind, office }) => kind === 'anyone' || (office !== undefined && offices.has(office)));
      const answer = await ask(route, who);
      if (!declared) expect([nameOf(route), told(answer)]).toEqual([nameOf(route), { status: 403, rest: notPermitted }]);
      else {
        expect([nameOf(route), answer.status]).not.toEqual([nameOf(route), 403]);
        // Neither masks who may: what is sent is valid, and the server does not fail.
        expect([nameOf(route), [400, 401, 422, 500].includes(answer.status) && answer.body.code]).not.toEqual([
          nameOf(route),
          expect.stringMatching(/^(request\.|access\.|internal)/),
        ]);
      }
    }
  });
});

describe('in a case under way', () => {
  const matter = new Matter(city, 'Subject', 'City Attorney');
  beforeAll(async () => {
    await matter.report();
    await matter.triage();
    await matter.allege();
    await matter.assign();
    await matter.inform();
    await matter.answer();
    await matter.find();
    await matter.file();
    await matter.determine();
  });

  /** Events but for recorded looks: a look changes nothing. */
  const done = async () => (await city.casebook.store.readAll(0, 10_000)).filter(({ stream }) => !stream.startsWith('look-')).length;

  it.each([...officeHolders, 'Subject', 'Reporter', 'Director of Works'] as const)(
    '%s is told no more than their part in it gives them',
    async (who) => {
      const head = await done();
      const caller = await city.casebook.callers.of(city.person(who));
      const refusedOn: string[] = [];
      for (const route of city.routes.filter(({ path }) => /:(caseId|proceedingId)/.test(path))) {
        const declared = route.commandHandler ?? route.queryHandler;
        if (!caller || !declared || !('stream' in declared)) throw new Error(`${nameOf(route)} is about no stream`);
        const id = route.path.includes(':caseId') ? matter.caseId : matter.proceeding;
        const { state } = await city.casebook.streams.folded(route.commandHandler?.judgedOn?.stream ?? declared.stream, id);
        const admitted = admit(route.grants, caller, state) !== undefined;
        // What they may do is done elsewhere; a look changes nothing.
        if (admitted && route.method !== 'GET') continue;
        const answer = await ask(route, who, { caseId: matter.caseId, proceedingId: matter.proceeding });
        // What the case does not hold is not there for those either who work on it.
        const absent = (who === 'Subject' && id === matter.caseId) || /:(evidenceId|interviewId)/.test(route.path);
        if (admitted) expect([nameOf(route), answer.status]).toEqual([nameOf(route), absent ? 404 : 200]);
        else {
          expect([nameOf(route), told(answer)]).toEqual([nameOf(route), { status: 403, rest: notPermitted }]);
          refusedOn.push(nameOf(route));
        }
      }
      expect(refusedOn.length).toBeGreaterThan(0);
      expect(await done()).toBe(head);
    },
  );
});
