import { plusDays } from '../../platform/ground/clock.js';
import type { Tour } from '../tour/tour.js';

/** The parts of this story that the look back needs. */
export interface Grieved {
  readonly reportId: string;
  readonly caseId: string;
  readonly proceedingId: string;
  /** Times: before the story, after the investigation, after the suspension was imposed. */
  readonly at: { readonly before: string; readonly investigating: string; readonly imposed: string };
}

/**
 * A violation that goes through investigation, notice and response to discipline, and a grievance
 * that reduces it.
 */
export async function grievance(tour: Tour): Promise<Grieved> {
  tour.chapter(
    'Discipline, and a grievance against it',
    'An equipment operator answers residents in anger under the city’s name. Nothing is decided before he was told and heard; a suspension needs counsel’s review, a notice and time to respond; and what was imposed may be grieved to somebody who did not impose it.',
  );
  const subject = tour.player('operator');
  const { today } = tour;
  const deed = plusDays(today, -4);

  const before = await tour.moment();
  const { id: reportId } = await tour.does(
    'ranger',
    'The park ranger reports it, and asks to stay unnamed as far as law allows.',
    '/api/reports',
    {
      channel: 'web',
      from: 'self',
      confidential: true,
      accused: [subject.id],
      summary: 'Someone of Public Works insulted two residents under the road closure post.',
    },
  );
  const { items } = await tour.sees('communications', 'The report is a case in triage.', `/api/cases?report=${reportId}`, {
    expect: { items: [{ status: 'triage', decides: 'City Manager' }] },
    show: ['id', 'status', 'decides', 'waitingOn', 'findings'],
  });
  const caseId: string = items[0].id;
  const at = `/api/cases/${caseId}`;
  await tour.refused(
    subject,
    'The operator is told nothing of it: he gets the answer that any address would give him …',
    `GET ${at}`,
    unknown,
  );
  await tour.refused(subject, '… one under which there never was a case, too.', `GET /api/cases/${reportId}`, unknown);
  await tour.does('communications', 'Mitigation needs no finding and is open from the first hour (VIO-2).', `${at}/mitigation`, {
    what: 'The replies are captured and hidden, and the two residents are written to.',
  });
  await tour.does('communications', 'The Communications Manager opens an investigation.', `${at}/triage`, {
    decision: 'investigate',
    reasons: 'Only three offices answer the public. If staff did, in this tone, it broke the policy.',
  });
  await tour.does('communications', 'An allegation names its subject, a clause and the day of the deed.', `${at}/allegations`, {
    subject: subject.id,
    clause: 'COM-3',
    deedFrom: deed,
    facts: 'Two replies of that evening call residents names, from the page’s own account.',
  });
  await tour.does(
    'manager',
    'The City Manager assigns the Chief of Police to investigate: no party, and not under anybody accused.',
    `${at}/investigator`,
    {
      investigator: tour.player('chief').id,
    },
  );
  const investigating = await tour.moment();
  await tour.refused('ranger', 'The reporter cannot look into the file: nobody who reported a case works on it.', `GET ${at}`, {
    status: 403,
    code: 'access.not-permitted',
  });
  const file = await tour.knows('chief', at, { allegations: [{}] });
  const { id: allegationId, proceedingId } = file.allegations[0];
  const course = `/api/proceedings/${proceedingId}`;

  await tour.does('chief', 'The investigator plans.', `${at}/plan`, {
    scope: 'Who wrote the two replies, and what led to them.',
    steps: [{ what: 'Capture of the replies and the page’s log' }, { what: 'Interview with the operator', by: plusDays(today, 5) }],
  });
  const captured = await tour.uploads(
    'chief',
    'A capture of the replies is evidence. It is stored encrypted; its SHA-256 and how it was obtained are in the log.',
    `${at}/evidence`,
    {
      name: 'replies.txt',
      content: `Capture of the road closure post, ${deed}\n18:42 City page: Learn to read a sign before you complain.\n18:47 City page: Nobody asked you.\n`,
      fields: { description: 'The two replies as captured.', obtained: 'Captured from the public page by the Communications Manager.' },
    },
  );
  await tour.sees('chief', 'Each look at an item is in its chain of custody, this one too.', `${at}/evidence/${captured.id}`, {
    expect: { status: 'held', file: { mediaType: 'text/plain' }, custody: [{ type: 'EvidenceReceived' }, { type: 'EvidenceViewed' }] },
    show: ['description', 'file.name', 'file.bytes', 'file.sha256', 'file.mediaType', 'custody.type', 'custody.at', 'custody.office'],
  });

  const early = {
    allegationId,
    outcome: 'sustained',
    standard: 'preponderance',
    reasons: 'The page’s log shows the operator signed in when both replies were written, and he does not dispute it.',
    reliesOnUndisclosedSourceAlone: false,
  };
  await tour.refused('chief', 'Nothing is sustained against somebody who was not heard.', `POST ${at}/findings`, {
    status: 409,
    code: 'case.subject-not-heard',
    body: early,
  });
  await tour.does('hr', 'HR tells the operator what is alleged. From now on his own proceeding exists for him.', `${course}/information`, {
    service: 'in-person',
    on: today,
  });
  await tour.does(subject, 'He answers.', `${course}/response`, {
    kind: 'writing',
    statement: 'I wrote both. I had been shouted at on the site all day, by the same two people.',
  });
  const interview = await tour.does('chief', 'An interview is planned, a voluntary one.', `${at}/interviews`, {
    as: 'subject',
    person: subject.id,
    basis: 'voluntary',
    on: today,
    place: 'City Hall, room 2',
  });
  const interviewAt = `${at}/interviews/${interview.id}`;
  await tour.refused(
    'chief',
    'He asked for a representative: that is decided on before the interview is on record.',
    `POST ${interviewAt}/record`,
    {
      status: 409,
      code: 'interview.representative-undecided',
      body: held(today),
    },
  );
  await tour.does('chief', 'The representative is granted, by name.', `${interviewAt}/representative`, {
    decision: 'granted',
    representative: 'Ines Falk, shop steward',
  });
  await tour.does('chief', 'The interview is held, and its summary recorded.', `${interviewAt}/record`, held(today));
  await tour.does('chief', 'Now the finding can be made, with its standard of proof.', `${at}/findings`, early);
  await tour.does('chief', 'The investigation report is filed.', `${at}/report`, {
    summary: 'One allegation, sustained on the log and the operator’s own account.',
  });
  await tour.does('attorney', 'Counsel reviews the report.', `${at}/report/review`, {
    opinion: 'sufficient',
    note: 'The finding rests on the log and on what he said himself.',
  });
  await tour.sees('manager', 'It is the City Manager’s turn: the case is among what needs a decision.', '/api/cases?queue=needs-decision', {
    expect: { items: (list: { id: string }[]) => list.some(({ id }) => id === caseId) },
  });
  await tour.does(
    'manager',
    'The determination adopts the finding, and says why it does not matter whether he had acknowledged that version.',
    `${at}/determination`,
    {
      reasons: 'The finding is adopted as reported.',
      acknowledgementReason: 'Who answers the public was part of the training in spring, which he attended.',
    },
  );

  const proposal = { rung: 'suspension', reasons: 'Two residents were insulted in the city’s name, in front of many.' };
  await tour.refused('manager', 'A suspension is not the ladder’s next rung, so it takes a reason.', `POST ${course}/proposal`, {
    status: 422,
    code: 'proceeding.departure-unexplained',
    body: proposal,
  });
  await tour.does('manager', 'With the reason it is proposed.', `${course}/proposal`, {
    ...proposal,
    departureReason: 'An oral warning would not answer to insults of residents in public.',
  });
  await tour.does('attorney', 'This rung takes a legal review.', `${course}/review`, {
    opinion: 'sufficient',
    note: 'Serve notice, disclose the capture, and hear him first.',
  });
  await tour.does('manager', 'The capture is disclosed to him.', `${at}/evidence/${captured.id}/disclosures`, {
    proceedingId,
    shownAs: 'The two replies as captured.',
  });
  await tour.does('hr', 'HR serves the notice with a summary of the evidence. The ladder gives him seven days.', `${course}/notice`, {
    evidence: 'The two replies as captured; the page’s log; the interview of today.',
    service: 'in-person',
    on: today,
  });
  await tour.refused('manager', 'Nothing is imposed before he responded, waived it, or let the time pass.', `POST ${course}/discipline`, {
    status: 409,
    code: 'proceeding.response-pending',
    body: { decision: 'impose', reasons: 'It stands.' },
  });
  await tour.sees(subject, 'He sees what was disclosed to him, and nothing else of the file.', `${course}/evidence`, {
    expect: { items: [{ id: captured.id, whole: true }] },
  });
  await tour.does(subject, 'He responds in a meeting.', `${course}/response`, {
    kind: 'meeting',
    statement: 'I apologised to both. I ask for a warning instead.',
  });
  await tour.does('manager', 'The City Manager imposes the suspension.', `${course}/discipline`, {
    decision: 'impose',
    reasons: 'The apology is noted. The insults were public and repeated.',
  });
  const imposed = await tour.moment();

  await tour.does(subject, 'He grieves it.', `${course}/grievance`, { grounds: 'Others were warned for the like, and I had apologised.' });
  await tour.sees('hr', 'The first step is heard by HR.', course, {
    expect: { status: 'grieved', waitsOn: { on: 'HR' } },
    show: ['status', 'waitsOn', 'course.grievance.steps.name', 'course.grievance.steps.hears', 'course.grievance.steps.decideBy'],
  });
  await tour.does('hr', 'HR denies it.', `${course}/grievance/decision`, {
    outcome: 'denied',
    reasons: 'The suspension is within the ladder.',
  });
  await tour.does(subject, 'He takes it to the next step.', `${course}/grievance/next-step`, {
    grounds: 'Nobody compared it with the other cases.',
  });
  await tour.refused(
    'manager',
    'The City Manager’s step is passed over: nobody hears a grievance against a decision of their own.',
    `POST ${course}/grievance/decision`,
    {
      status: 403,
      code: 'access.not-permitted',
      body: { outcome: 'denied', reasons: 'It stands.' },
    },
  );
  await tour.does(
    'clerk',
    'So Council hears it. Its act is entered by the City Clerk, with meeting and motion.',
    `${course}/grievance/decision`,
    {
      outcome: 'modified',
      rung: 'written-warning',
      reasons: 'Comparable cases ended in a written warning, and he apologised.',
      act: { meetingOn: today, motion: 'Motion 14' },
    },
  );
  await tour.sees('hr', 'No step is left. The written warning stands, and is final.', course, {
    expect: { status: 'final', decision: { rung: 'suspension' }, course: { standing: { rung: 'written-warning' } } },
    show: ['status', 'course.standing', 'decision.rung', 'decision.reasons'],
  });
  await tour.sees('communications', 'With it the case has closed.', at, { expect: { status: 'closed' }, show: ['status', 'timeline'] });
  return { reportId, caseId, proceedingId, at: { before, investigating, imposed } };
}

/** The answer to a person without an office, whatever exists at the address. */
const unknown = { status: 403, code: 'access.not-permitted' };

const held = (on: string): object => ({
  on,
  place: 'City Hall, room 2',
  present: 'Sam Okafor; Bo Stenson; Ines Falk, shop steward',
  representativeAsked: true,
  summary: 'He wrote both replies from the page’s account, whose password the crew shares, and regrets them.',
});
