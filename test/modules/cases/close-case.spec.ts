import { CaseClosed, CaseDeclined, CaseEscalated, CaseHandledInformally } from '../../../src/modules/cases/case.js';
import { CloseCaseHandler } from '../../../src/modules/cases/close-case.js';
import { EscalateCaseHandler } from '../../../src/modules/cases/escalate-case.js';
import { NothingSustained, ProceedingOpened, proceedingId } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now } from '../../kit/given.js';
import {
  caseEntries,
  caseId,
  councilDecides,
  determined,
  factsOf,
  manager,
  opened,
  reported,
  sam,
  settled,
  systemCaller,
  triage,
  underInvestigation,
} from '../../kit/stories/a-case.js';

const declined = CaseDeclined({ ground: 'personal-use', reasons: seal('Private use.') });
const late = { ...opened(), data: { ...opened().data, dueAt: '2026-03-01T07:00:00.000Z' } };
const justNow = { ...opened(), data: { ...opened().data, dueAt: now } };

describe('closing a case', () => {
  const closed = CaseClosed({ on: '2026-03-02' });
  const informal = CaseHandledInformally({ reasons: seal('Told.'), dueAt: now });

  it('happens once it is declined, handled informally or determined, and every proceeding is final', () => {
    for (const past of [
      [...triage, declined],
      [...triage, informal],
      [...reported, determined()],
    ])
      given(...past)
        .when(CloseCaseHandler, { caseId }, systemCaller, { open: 0 })
        .then(closed);
  });
  it('is a process’s', () =>
    given(...triage, declined)
      .when(CloseCaseHandler, { caseId }, manager, { open: 0 })
      .refused('access.not-permitted'));
  it('is refused before', () => {
    for (const past of [triage, underInvestigation, reported, [...triage, declined, closed]])
      given(...past)
        .when(CloseCaseHandler, { caseId }, systemCaller, { open: 0 })
        .refused('case.not-closable');
    given(...reported, determined())
      .when(CloseCaseHandler, { caseId }, systemCaller, { open: 1 })
      .refused('case.not-closable');
  });
  it('counts the proceedings of its allegations that are not final', async () => {
    const stream = `proceeding-${proceedingId(caseId, sam.person)}`;
    const open = ProceedingOpened({ caseId, subject: sam.person, track: 'permanent', department: null, openedOn: '2026-03-01' });
    const entries = caseEntries(...reported, determined('unfounded'));
    expect(await factsOf(CloseCaseHandler, { caseId }, systemCaller, ...entries)).toEqual({ open: 1 });
    expect(await factsOf(CloseCaseHandler, { caseId }, systemCaller, ...entries, [stream, open])).toEqual({ open: 1 });
    expect(
      await factsOf(CloseCaseHandler, { caseId }, systemCaller, ...entries, [stream, open], [stream, NothingSustained({ caseId })]),
    ).toEqual({ open: 0 });
    expect(await factsOf(CloseCaseHandler, { caseId }, systemCaller, ...caseEntries(...triage, declined))).toEqual({ open: 0 });
  });
});

describe('escalating a case', () => {
  it('tells who decides that the step in hand is past due', () => {
    given(late, settled)
      .when(EscalateCaseHandler, { caseId }, systemCaller)
      .then(CaseEscalated({ wasDueAt: '2026-03-01T07:00:00.000Z', to: 'City Manager' }));
    given(justNow, councilDecides)
      .when(EscalateCaseHandler, { caseId }, systemCaller)
      .then(CaseEscalated({ wasDueAt: now, to: 'Council' }));
  });
  it('is a process’s', () => given(late, settled).when(EscalateCaseHandler, { caseId }, manager).refused('access.not-permitted'));
  it('is refused before the time, twice for the same step, or where nothing is due', () => {
    given(...triage)
      .when(EscalateCaseHandler, { caseId }, systemCaller)
      .refused('case.not-due');
    given(late, settled, CaseEscalated({ wasDueAt: '2026-03-01T07:00:00.000Z', to: 'City Manager' }))
      .when(EscalateCaseHandler, { caseId }, systemCaller)
      .refused('case.not-due');
    given(late, settled, declined).when(EscalateCaseHandler, { caseId }, systemCaller).refused('case.not-due');
  });
});
