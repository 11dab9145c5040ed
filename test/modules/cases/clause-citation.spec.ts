import { FactAdmitted, SiteNamed } from '../../../src/modules/cases/case.js';
import { clauseCitation, ListClauseCitationsHandler } from '../../../src/modules/cases/clause-citation.view.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { now } from '../../kit/given.js';
import { type Asked, ask, logOf, rowsAfter } from '../../kit/reads.js';
import {
  allegationId,
  attorney,
  auditor,
  caseId,
  clerk,
  communications,
  director,
  type Entry,
  found,
  framed,
  hr,
  manager,
  opened,
  sam,
} from '../../kit/stories/a-case.js';

const stream = `case-${caseId}`;
const other = derivedId('spec', 'another case');
const second = derivedId('spec', 'another allegation');
const later = { recordedAt: '2026-03-03T19:00:00.000Z' };
const newer = framed(sam.person, second);
const log = logOf(
  [stream, opened()],
  [stream, framed()],
  [`case-${other}`, opened()],
  [`case-${other}`, { ...newer, data: { ...newer.data, policyVersion: '6001' } }, later],
  [stream, found('unfounded')],
);
const cited = {
  allegationId,
  caseId,
  clause: 'STD-4',
  policyVersion: '5716',
  citedAt: now,
  siteId: null,
  finding: 'unfounded',
  determined: false,
};
const cites = (query: object, who = manager, asked?: Asked) =>
  ask(ListClauseCitationsHandler, { clause: 'STD-4', limit: 50, ...query }, who, log, asked) as Promise<{ items: object[] }>;

describe('the citations of a clause', () => {
  it('are the allegations that name it, of every version, the latest first', async () =>
    expect(await cites({})).toEqual({
      items: [{ ...cited, allegationId: second, caseId: other, policyVersion: '6001', citedAt: later.recordedAt, finding: null }, cited],
      next: null,
    }));
  it('are of one version where it is named', async () => {
    expect((await cites({ version: '5716' })).items).toEqual([cited]);
    expect((await cites({ version: '5917' })).items).toEqual([]);
  });
  it('are none of another clause', async () => expect((await cites({ clause: 'STD-3' })).items).toEqual([]));
  it('leave out cases that are hidden from the caller', async () =>
    expect((await cites({}, manager, { hidden: [`case-${other}`] })).items).toEqual([cited]));
  it('are shown to the offices that see the list of cases, and to nobody else', async () => {
    for (const who of [manager, communications, attorney, clerk, hr, auditor]) expect((await cites({}, who)).items).toHaveLength(2);
    for (const who of [director, sam]) await expect(cites({}, who)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });

  it('tell the site that they are about', () => {
    const siteId = derivedId('spec', 'site');
    const named = SiteNamed({ allegationId, siteId });
    const row = (...events: Entry[]) => rowsAfter(clauseCitation, logOf(...events)).get(allegationId);
    expect(row([stream, framed()], [stream, named])).toMatchObject({ siteId, finding: null });
    expect(row([stream, named])).toBeUndefined();
  });

  it('tell what was found, and whether it is determined', () => {
    const row = (...events: Entry[]) => rowsAfter(clauseCitation, logOf([stream, framed()], ...events)).get(allegationId);
    expect(row()).toMatchObject({ finding: null, determined: false });
    expect(row([stream, found('sustained')])).toMatchObject({ finding: 'sustained', determined: false });
    const admitted = FactAdmitted({ allegationId, subject: sam.person, toldOn: '2026-03-02', statement: seal('It was me.') });
    expect(row([stream, admitted])).toMatchObject({ finding: 'sustained', determined: true });
  });
  it('take the outcome from the determination', () => {
    const outcomes = [{ allegationId, subject: sam.person, outcome: 'not-sustained' as const }];
    const data = { outcomes, acknowledged: [], acknowledgementReason: null, reasons: seal('x'), act: null, dueAt: now };
    const rows = rowsAfter(
      clauseCitation,
      logOf([stream, framed()], [stream, found('sustained')], [stream, { type: 'DeterminationIssued', data }]),
    );
    expect(rows.get(allegationId)).toMatchObject({ finding: 'not-sustained', determined: true });
  });
});
