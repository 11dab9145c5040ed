import { randomBytes } from 'node:crypto';
import * as c from '../dist/modules/cases/case.js';
import { caseIdOf } from '../dist/modules/cases/open-case.js';
import { defaultProcedure } from '../dist/modules/procedure/procedure.defaults.js';
import { proceedingEvents as p, proceedingId } from '../dist/modules/proceedings/proceeding.js';
import { ReportAttached, ReporterIdentified, ReportReceived } from '../dist/modules/reports/report.js';

/** Numbers that look random and are the same in every run (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const hex = () => ((random() * 4294967296) >>> 0).toString(16).padStart(8, '0');
  const below = (n) => Math.floor(random() * n);
  return {
    random,
    below,
    chance: (share) => random() < share,
    pick: (items) => items[below(items.length)],
    uuid: () => {
      const [a, b, d, e] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${d.slice(1, 4)}-${d.slice(4)}${e}`;
    },
  };
}

const noise = randomBytes(96_000).toString('base64url');

/** Text as long as the token of a sealed text of `length` bytes, under a key of its own. */
export function sealer({ below, uuid }) {
  const keyId = Buffer.from(uuid().replaceAll('-', ''), 'hex').toString('base64url');
  return (length) => {
    const size = Math.ceil(((length + 28) * 4) / 3);
    const at = below(noise.length - size);
    return `sealed.v1.${keyId}.${noise.slice(at, at + size)}`;
  };
}

const rungs = defaultProcedure.ladders('2015-04-20')[0].rungs;
const rung = (id) => rungs.find((one) => one.id === id);
const clauses = ['STD-4', 'STD-7', 'SEC-2', 'SEC-6', 'GEN-1', 'VIO-1'];

/**
 * One case from its report to its end, as turns of one append each: `[stream, events, office]`, in
 * order. `at` gives the day and the due instants of the present turn. Of 100 cases 25 are declined,
 * 15 admitted and handled informally, 60 investigated.
 */
export function* wholeCase({ people, rolled, at }) {
  const { chance, below, pick, uuid } = rolled;
  const reportId = uuid();
  const caseId = caseIdOf(reportId);
  const [reportStream, caseStream] = [`report-${reportId}`, `case-${caseId}`];
  const [ofReport, ofCase] = [sealer(rolled), sealer(rolled)];
  const [reporter, subject, other] = [pick(people), pick(people), pick(people)];
  const named = chance(0.7);
  const received = ReportReceived({
    channel: pick(['web', 'telephone', 'walk-in', 'e-mail', 'letter']),
    receivedOn: at().day,
    summary: ofReport(150 + below(600)),
    accused: named ? [subject] : [],
  });
  const identified = ReporterIdentified({ person: reporter, name: null, contact: null, confidential: chance(0.2) });
  yield [reportStream, chance(0.75) ? [received, identified] : [received], 'Employee'];
  yield [
    caseStream,
    [
      c.CaseOpened({ reportId, accused: named ? [subject] : [], openedOn: at().day, dueAt: at().due(5), ref: null }),
      c.AuthoritySettled({ intake: ['Communications Manager', 'City Manager'], decides: 'City Manager' }),
    ],
    'System',
  ];
  yield [reportStream, [ReportAttached({ caseId })], 'System'];

  const way = rolled.random();
  if (way < 0.25) {
    yield [caseStream, [c.CaseDeclined({ ground: 'personal-use', reasons: ofCase(120) })], 'Communications Manager'];
    yield [caseStream, [c.CaseClosed({ on: at().day })], 'System'];
    return;
  }
  const framed = (who) => {
    const allegation = { allegationId: uuid(), clause: pick(clauses), policyVersion: '5716' };
    const deed = { from: at().day, to: at().day };
    const facts = { subject: who, deed, facts: ofCase(120 + below(300)), reports: [reportId], unresolved: [] };
    return { who, allegation, event: c.AllegationFramed({ ...allegation, ...facts }) };
  };
  const proceedings = new Map();
  function* put({ who, allegation }) {
    const stream = `proceeding-${proceedingId(caseId, who)}`;
    const opened = p.ProceedingOpened({ caseId, subject: who, track: 'permanent', department: null, openedOn: at().day });
    const putting = p.AllegationPut({ caseId, allegation, on: at().day });
    yield [stream, proceedings.has(who) ? [putting] : [opened, putting], 'System'];
    if (!proceedings.has(who)) proceedings.set(who, { stream, sealed: sealer(rolled) });
  }

  if (way < 0.4) {
    const one = framed(subject);
    const admitted = { allegationId: one.allegation.allegationId, subject, toldOn: at().day, statement: ofCase(100) };
    yield [
      caseStream,
      [c.CaseHandledInformally({ reasons: ofCase(120), dueAt: at().due(30) }), one.event, c.FactAdmitted(admitted)],
      'Communications Manager',
    ];
    yield* put(one);
    const { stream, sealed } = proceedings.get(subject);
    const allegationIds = [one.allegation.allegationId];
    yield [stream, [p.AllegationsSustained({ caseId, allegationIds, by: 'admission', decides: 'City Manager' })], 'System'];
    yield [stream, [imposed(rung('coaching'), null, sealed)], 'Director'];
    yield [caseStream, [c.CaseClosed({ on: at().day })], 'System'];
    return;
  }

  yield [caseStream, [c.InvestigationOpened({ reasons: ofCase(120), dueAt: at().due(30) })], 'Communications Manager'];
  const all = [];
  for (const who of [subject, ...(chance(0.35) ? [subject] : []), ...(chance(0.2) ? [other] : [])]) {
    const one = framed(who);
    all.push(one);
    yield [caseStream, [one.event], 'Communications Manager'];
    yield* put(one);
  }
  yield [caseStream, [c.InvestigatorAssigned({ investigator: pick(people) })], 'City Manager'];
  for (let witnesses = below(3); witnesses > 0; witnesses -= 1) yield [caseStream, [c.WitnessNamed({ person: pick(people) })], 'Director'];
  for (const [who, { stream, sealed }] of proceedings) {
    const allegationIds = all.filter((one) => one.who === who).map(({ allegation }) => allegation.allegationId);
    yield [stream, [p.SubjectInformed({ caseId, allegationIds, service: 'in-person', on: at().day, answerBy: at().day })], 'HR'];
    yield [stream, [p.SubjectAnswered({ caseId, kind: 'meeting', on: at().day, statement: sealed(200) })], 'Employee'];
  }
  const outcomes = [];
  for (const { who, allegation } of all) {
    const outcome = chance(0.55) ? 'sustained' : pick(['not-sustained', 'exonerated', 'unfounded']);
    outcomes.push({ allegationId: allegation.allegationId, subject: who, outcome });
    const finding = { outcome, standard: 'preponderance', reasons: ofCase(300), soleSource: null };
    yield [caseStream, [c.FindingRecorded({ allegationId: allegation.allegationId, ...finding })], 'Director'];
  }
  yield [caseStream, [c.InvestigationReportFiled({ summary: ofCase(600), dueAt: at().due(14) })], 'Director'];
  const acknowledged = [...proceedings.keys()].map((who) => ({ subject: who, policyVersion: '5716', acknowledged: true }));
  const determined = {
    outcomes,
    acknowledged,
    acknowledgementReason: null,
    departures: [],
    overReview: null,
    reasons: ofCase(300),
    act: null,
    dueAt: at().due(30),
  };
  yield [caseStream, [c.DeterminationIssued(determined)], 'City Manager'];
  for (const [who, { stream, sealed }] of proceedings) {
    const sustained = outcomes.filter((one) => one.subject === who && one.outcome === 'sustained').map((one) => one.allegationId);
    if (sustained.length === 0) {
      yield [stream, [p.NothingSustained({ caseId })], 'System'];
      continue;
    }
    yield [stream, [p.AllegationsSustained({ caseId, allegationIds: sustained, by: 'determination', decides: 'City Manager' })], 'System'];
    yield* disciplined(stream, sealed);
  }
  yield [caseStream, [c.CaseClosed({ on: at().day })], 'System'];

  function* disciplined(stream, sealed) {
    const heavy = chance(0.3);
    const one = heavy ? rung('suspension') : rung(pick(['oral-warning', 'written-warning']));
    const ladder = { track: 'permanent', ladderFrom: '2015-04-20', nextRung: one.id, considers: [] };
    const proposal = { caseId, on: at().day, rung: one, ...ladder, reasons: sealed(200), departure: null, act: null };
    yield [stream, [p.DisciplineProposed(proposal)], 'City Manager'];
    if (heavy) {
      yield [stream, [p.LegalReviewRecorded({ caseId, opinion: 'sufficient', note: sealed(120) })], 'City Attorney'];
      const notice = { evidence: sealed(400), service: 'in-person', on: at().day, meetingOn: null };
      const until = { respondBy: at().day, respondUntil: at().due(7) };
      yield [stream, [p.NoticeServed({ caseId, rung: one, considers: [], ...notice, ...until })], 'HR'];
      yield [stream, [p.ResponseReceived({ caseId, kind: 'writing', on: at().day, statement: sealed(300) })], 'Employee'];
    }
    if (chance(0.1)) {
      yield [stream, [p.NoActionTaken({ caseId, reasons: sealed(200), act: null })], 'City Manager'];
      return;
    }
    yield [stream, [imposed(one, at().due(14), sealed)], 'City Manager'];
    yield [stream, [p.DisciplineBecameFinal({ caseId, on: at().day })], 'System'];
  }

  function imposed(one, grievableUntil, sealed) {
    const given = { considers: [], reasons: sealed(200), departure: null, act: null, reducedFrom: null };
    const terms = { effectiveOn: at().day, grievableUntil, countsUntil: null };
    return p.DisciplineImposed({ caseId, rung: one, track: 'permanent', ...given, ...terms });
  }
}
