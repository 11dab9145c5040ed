import { ConflictDeclared, cases, WitnessNamed } from '../../../src/modules/cases/case.js';
import { ProceedingOpened, proceedingId, proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { reports } from '../../../src/modules/reports/report.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { Impartial } from '../../../src/platform/access/parties.js';
import { type AnyStream, fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { logOf } from '../../kit/reads.js';
import { standingsOver } from '../../kit/standing.js';
import {
  caseEntries,
  caseId,
  framed,
  hr,
  manager,
  received,
  reportEntries,
  reportedBy,
  reportId,
  rita,
  sam,
  systemCaller,
  triage,
  wes,
} from '../../kit/stories/a-case.js';

const proceeding = proceedingId(caseId, sam.person);
const log = logOf(
  ...reportEntries(received(), reportedBy(rita.person)),
  ...caseEntries(
    ...triage,
    framed(sam.person),
    framed(hr.person),
    WitnessNamed({ person: wes.person }),
    ConflictDeclared({ person: manager.person, reasons: seal('We are related.') }),
  ),
  [
    `proceeding-${proceeding}`,
    ProceedingOpened({ caseId, subject: sam.person, track: 'permanent', department: null, openedOn: '2026-03-01' }),
  ],
);
const folded = <S extends AnyStream>(stream: S, id: string) =>
  fold(
    stream,
    log.filter((event) => event.stream === `${stream.name}-${id}`),
  );
const standings = standingsOver({ state: async (stream, id) => folded(stream, id) });
const to = (stream: AnyStream, id: string, who: Caller, impartial?: Impartial, revision = 0) =>
  standings.of({ stream, ...(impartial && { impartial }) }, who, { state: folded(stream, id), revision });

describe('the standing of a person', () => {
  it('to a case is recused for its reporters, its witnesses and whoever declared a conflict', async () => {
    for (const who of [rita, wes, manager]) expect(await to(cases, caseId, who)).toBe('recused');
    expect(await to(cases, caseId, { person: 'somebody else', offices: [] })).toBe('uninvolved');
  });
  it('to a case is walled for its subjects', async () => {
    for (const who of [sam, hr]) expect(await to(cases, caseId, who)).toBe('walled');
  });
  it('to a proceeding is that to its case, but for its subject, whose own it is', async () => {
    expect(await to(proceedings, proceeding, sam)).toBe('own');
    expect(await to(proceedings, proceeding, hr)).toBe('walled');
    for (const who of [rita, wes, manager]) expect(await to(proceedings, proceeding, who)).toBe('recused');
    expect(await to(proceedings, proceeding, { person: 'somebody else', offices: [] })).toBe('uninvolved');
  });
  it('is not asked of the System, of what is absent or has no parties, or where it does not matter', () => {
    expect(to(cases, caseId, systemCaller)).toBeUndefined();
    expect(to(cases, caseId, rita, undefined, -1)).toBeUndefined();
    expect(to(reports, reportId, rita)).toBeUndefined();
    expect(to(cases, caseId, rita, { notNeeded: 'Everybody may.' })).toBeUndefined();
    expect(to(cases, caseId, rita, { own: 'It is theirs.' })).toBeDefined();
  });
});
