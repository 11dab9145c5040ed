import { type AuditedEvents, ListEventsHandler } from '../../../src/modules/audit/list-events.js';
import type { DraftedFile } from '../../../src/modules/case-file/case-file-render.js';
import { GetCaseFileHandler } from '../../../src/modules/case-file/get-case-file.js';
import { CaseOpened } from '../../../src/modules/cases/case.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { GetProceedingHandler, type ProceedingInFull } from '../../../src/modules/discipline/get-proceeding.js';
import { type DisciplineHistory, GetDisciplineHistoryHandler } from '../../../src/modules/histories/get-discipline-history.js';
import { DisciplineImposed, DisciplineProposed, ProceedingOpened, proceedingId } from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { ask, logOf } from '../../kit/reads.js';
import { entryId } from '../../kit/stories/paper.js';
import {
  auditor,
  caseId,
  hr,
  id,
  imposed,
  noticed,
  ofSam,
  oral,
  proposed,
  responded,
  sam,
  subject,
  suspension,
  sustained,
} from '../../kit/stories/proceedings.js';

const otherCase = id('other case');
const earlier = proceedingId(otherCase, sam);
const considers = [earlier, entryId];
const counted = [
  ...sustained,
  proposed(suspension, { considers }),
  noticed(suspension, { considers }),
  responded,
  imposed(oral, { considers, reducedFrom: 'suspension' }),
];
const log = logOf(
  [`person-${sam}`, PersonEntered({ name: seal('Sam'), title: null, department: null, track: 'permanent', from: '2020-01-01' })],
  [
    `case-${caseId}`,
    CaseOpened({ reportId: id('report'), accused: [sam], openedOn: '2026-02-02', dueAt: '2026-02-09T07:00:00.000Z', ref: null }),
  ],
  [
    `proceeding-${earlier}`,
    ProceedingOpened({ caseId: otherCase, subject: sam, track: 'permanent', department: null, openedOn: '2025-02-02' }),
  ],
  ...counted.map((event) => [`proceeding-${ofSam}`, event] as const),
);
const walls = { hidden: [`case-${otherCase}`], types: [DisciplineProposed, DisciplineImposed] };
const shownTo = async (who: Caller, given = walls) => {
  const { proposal, notice, decision } = (await ask(GetProceedingHandler, { proceedingId: ofSam }, who, log, given)) as ProceedingInFull;
  return [proposal?.considers, notice?.considers, decision?.considers];
};

describe('earlier discipline that counted', () => {
  it('is named to who may know of it', async () => {
    expect(await shownTo(hr, { ...walls, hidden: [] })).toEqual([considers, considers, considers]);
  });
  it('is not named to who is walled off from the case it comes from; what is on paper is', async () => {
    expect(await shownTo(hr)).toEqual([[entryId], [entryId], [entryId]]);
  });
  it('is named to the subject, who was told of it', async () => {
    expect(await shownTo(subject)).toEqual([considers, considers, considers]);
  });
  it('is not named in the history, nor in the log', async () => {
    const history = (await ask(
      GetDisciplineHistoryHandler,
      { personId: sam, purpose: 'promotion-review' },
      hr,
      log,
      walls,
    )) as DisciplineHistory;
    expect(history.open.map((one) => one.considers)).toEqual([[entryId]]);
    const { items } = (await ask(ListEventsHandler, {}, auditor, log, walls)) as AuditedEvents;
    const named = items.filter(({ type }) => /^Discipline(Proposed|Imposed)$/.test(type));
    expect(named.map(({ data }) => (data as { considers: string[] }).considers)).toEqual([[entryId], [entryId]]);
  });
  it('is not named in the file that they take of the case', async () => {
    const fileOf = async (given = walls) => {
      const { file } = (await ask(
        GetCaseFileHandler,
        { caseId, audience: 'hr', purpose: 'For the hearing.' },
        hr,
        log,
        given,
      )) as DraftedFile;
      return JSON.stringify(file);
    };
    expect(await fileOf({ ...walls, hidden: [] })).toContain(earlier);
    const file = await fileOf();
    expect(file).not.toContain(earlier);
    expect(file).toContain(entryId);
  });
});
