import { AuthoritySettled, cases } from '../../../src/modules/cases/case.js';
import { caseWall } from '../../../src/modules/cases/case-wall.view.js';
import {
  AllegationsSustained,
  NothingSustained,
  ProceedingOpened,
  proceedingId,
  proceedings,
  SubjectInformed,
} from '../../../src/modules/proceedings/proceeding.js';
import { reports } from '../../../src/modules/reports/report.js';
import { type AnyStream, fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { logOf, rowsAfter, rowsIn } from '../../kit/reads.js';
import {
  allegationId,
  caseEntries,
  caseId,
  type Entry,
  framed,
  manager,
  opened,
  received,
  reportEntries,
  reportId,
  sam,
  settled,
  wes,
} from '../../kit/stories/a-case.js';

const proceeding = `proceeding-${proceedingId(caseId, sam.person)}`;
const begun = ProceedingOpened({ caseId, subject: sam.person, track: null, department: null, openedOn: '2026-03-02' });
const told = SubjectInformed({ caseId, allegationIds: [allegationId], service: 'in-person', on: '2026-03-02', answerBy: '2026-03-09' });
const report = `report-${reportId}`;
const matter = `case-${caseId}`;

async function hidden(person: string, ...entries: Entry[]): Promise<string[]> {
  const rows = await rowsIn(caseWall, logOf(...entries)).all({ person });
  return [...new Set(rows.map(({ stream }) => stream))].sort();
}

describe('the walls of a case', () => {
  it('hide a report from whom it accuses, from the start', async () => {
    expect(await hidden(sam.person, ...reportEntries(received([sam.person])))).toEqual([report]);
    expect(await hidden(wes.person, ...reportEntries(received([sam.person])))).toEqual([]);
  });
  it('hide its case as well, for good', async () =>
    expect(
      await hidden(
        sam.person,
        ...reportEntries(received([sam.person, wes.person])),
        ...caseEntries(opened([sam.person, wes.person]), settled),
      ),
    ).toEqual([matter, report]));
  it('hide both from the subject of an allegation whom no report accused', async () => {
    expect(await hidden(sam.person, ...reportEntries(received()), ...caseEntries(opened(), framed()))).toEqual([matter, report]);
    expect(await hidden(manager.person, ...reportEntries(received()), ...caseEntries(opened(), framed()))).toEqual([]);
  });
  it('hide a proceeding from its subject until they were told, or admitted the fact', async () => {
    const before = [...caseEntries(opened(), framed()), [proceeding, begun] as const];
    expect(await hidden(sam.person, ...before)).toEqual([matter, proceeding, report]);
    expect(await hidden(sam.person, ...before, [proceeding, told])).toEqual([matter, report]);
    expect(await hidden(wes.person, ...before)).toEqual([]);
    expect(await hidden(sam.person, ...before, [proceeding, NothingSustained({ caseId })])).toEqual([matter, proceeding, report]);
    const admitted = AllegationsSustained({ caseId, allegationIds: [allegationId], by: 'admission', decides: 'City Manager' });
    expect(await hidden(sam.person, ...before, [proceeding, admitted])).toEqual([matter, report]);
  });
  it('know the case they belong to', () => {
    const rows = rowsAfter(
      caseWall,
      logOf(...reportEntries(received([sam.person])), ...caseEntries(opened([sam.person]), AuthoritySettled(settled.data)), [
        proceeding,
        begun,
      ]),
    );
    expect(new Set([...rows.values()].map((row) => row.caseId))).toEqual(new Set([caseId]));
    expect([...rows.keys()].sort()).toEqual([proceeding, `${sam.person}:${matter}`, `${sam.person}:${report}`].sort());
  });
  it('agree with the streams themselves after every event', async () => {
    const entries: Entry[] = [
      ...reportEntries(received([sam.person])),
      ...caseEntries(opened([sam.person]), settled, framed(), framed(wes.person, derivedId('spec', 'second'))),
      [proceeding, begun],
      [proceeding, told],
    ];
    const streams: readonly AnyStream[] = [reports, cases, proceedings];
    for (let length = 1; length <= entries.length; length += 1) {
      const log = logOf(...entries.slice(0, length));
      for (const { person } of [sam, wes, manager]) {
        const walled = await hidden(person, ...entries.slice(0, length));
        for (const name of new Set(log.map(({ stream }) => stream))) {
          const stream = streams.find((one) => name.startsWith(`${one.name}-`))!;
          const state = fold(
            stream,
            log.filter((event) => event.stream === name),
          );
          // A stream that hides itself is behind the wall as well; a report does not know the allegations framed on it.
          if (stream.hiddenFrom?.(state, person)) expect(walled).toContain(name);
          else if (stream !== reports) expect(walled).not.toContain(name);
        }
      }
    }
  });
});
