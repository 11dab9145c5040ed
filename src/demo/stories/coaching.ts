import { plusDays } from '../../platform/ground/clock.js';
import type { Tour } from '../tour/tour.js';

/** The short path: a report, an admitted fact, a talk. */
export async function coaching(tour: Tour): Promise<void> {
  tour.chapter(
    'A coaching talk',
    'The Recreation Coordinator put up a post with a wrong link, and says so at once. A small matter stays small: it takes three commands, and it is on record all the same.',
  );
  const subject = tour.player('designee');
  const report = await tour.does('it', 'The IT Director saw the post and reports it (VIO-1).', '/api/reports', {
    channel: 'web',
    from: 'self',
    accused: [subject.id],
    summary: 'The recreation page links to a private fundraiser instead of the swimming schedule.',
  });
  const { items } = await tour.sees(
    'communications',
    'Every report becomes a case by itself. The Communications Manager finds it.',
    `/api/cases?report=${report.id}`,
    {
      expect: { items: [{ status: 'triage' }] },
      show: ['id', 'status', 'decides', 'waitingOn', 'findings'],
    },
  );
  const caseId: string = items[0].id;
  await tour.does(
    'communications',
    'The coordinator has admitted it. So it is dealt with informally: the admission takes the place of an investigation.',
    `/api/cases/${caseId}/triage`,
    {
      decision: 'informal',
      reasons: 'Admitted at once, and mended within the hour.',
      admission: {
        subject: subject.id,
        clause: 'STD-4',
        deedFrom: plusDays(tour.today, -1),
        facts: 'The link stood for fifty minutes.',
        toldOn: tour.today,
        statement: 'I pasted the wrong link and did not check it.',
      },
    },
  );
  const matter = await tour.sees(
    'communications',
    'The allegation is tied to the clause, and to the version of the policy in force on the day of the deed.',
    `/api/cases/${caseId}`,
    {
      expect: { allegations: [{ clause: 'STD-4', policyVersion: '5716', finding: { standard: 'admission' } }] },
      show: ['status', ...['clause', 'policyVersion', 'deedFrom', 'facts', 'finding'].map((key) => `allegations.${key}`)],
    },
  );
  const { proceedingId } = matter.allegations[0];
  await tour.does(
    'parks',
    'Their director gives a coaching talk. Coaching is no discipline, and needs neither notice nor review.',
    `/api/proceedings/${proceedingId}/discipline`,
    {
      decision: 'impose',
      rung: 'coaching',
      reasons: 'A slip, admitted and mended. We looked at how to check a link before a post goes out.',
    },
  );
  await tour.sees('communications', 'Nothing is left to do, so the case has closed by itself.', `/api/cases/${caseId}`, {
    expect: { status: 'closed' },
    show: ['status', 'timeline'],
  });
  await tour.sees(subject, 'The coordinator sees what is on record about them.', `/api/proceedings/${proceedingId}`, {
    expect: { status: 'final', decision: { rung: 'coaching' } },
    show: ['status', 'decision.rungName', 'decision.reasons', 'decision.countsUntil'],
  });
}
