import { caseIdOf, TriageCase } from '../modules/cases/cases.public.js';
import {
  DecideDiscipline,
  InformSubject,
  ProposeDiscipline,
  RecordLegalReview,
  RecordResponse,
  ServeNotice,
} from '../modules/discipline/discipline.public.js';
import {
  AssignInvestigator,
  FileReport,
  FrameAllegation,
  IssueDetermination,
  RecordFinding,
} from '../modules/investigations/investigations.public.js';
import { proceedingId } from '../modules/proceedings/proceedings.public.js';
import { ReceiveReport } from '../modules/reports/reports.public.js';
import { type Day, plusDays } from '../platform/ground/clock.js';
import type { ActAs, CastMember } from './city.js';

interface Matter {
  readonly reporter: CastMember;
  readonly subject: CastMember;
  readonly investigator: CastMember;
  readonly clause: string;
  readonly summary: string;
  readonly facts: string;
}

const drafted: Matter = {
  reporter: 'ranger',
  subject: 'designee',
  investigator: 'works',
  clause: 'STD-4',
  summary: 'A post on the recreation page gives attendance figures that nobody can trace.',
  facts: 'The post of that day states that attendance doubled and names no source.',
};
const argued: Matter = {
  reporter: 'operator',
  subject: 'dispatcher',
  investigator: 'attorney',
  clause: 'STD-7',
  summary: 'Someone answers residents on the police page in anger, under the city’s name.',
  facts: 'Three replies of that evening insult residents who had asked about a road closure.',
};
const shared: Matter = {
  reporter: 'ranger',
  subject: 'operator',
  investigator: 'works',
  clause: 'SEC-2',
  summary: 'The public works page is run from a telephone without two-factor sign-in.',
  facts: 'The account’s settings of that day show that two-factor sign-in was switched off.',
};

/** A few cases, each in another state. */
export async function demoCases(
  act: ActAs,
  of: { readonly id: (who: CastMember) => string; readonly allegation: (caseId: string) => Promise<string> },
  today: Day,
): Promise<void> {
  const lately = plusDays(today, -6);

  async function reported(reporter: CastMember, summary: string, accused: readonly CastMember[]): Promise<string> {
    const { id } = await act(reporter, ReceiveReport, { channel: 'web', summary, accused: accused.map(of.id), from: 'self' });
    return caseIdOf(id);
  }
  async function investigated({ reporter, subject, investigator, clause, summary, facts }: Matter) {
    const caseId = await reported(reporter, summary, [subject]);
    await act('communications', TriageCase, {
      caseId,
      decision: 'investigate',
      reasons: 'The post stands in public and would break the policy if it is as described.',
    });
    await act('communications', FrameAllegation, { caseId, subject: of.id(subject), clause, deedFrom: lately, facts });
    await act('manager', AssignInvestigator, { caseId, investigator: of.id(investigator) });
    return { caseId, proceeding: proceedingId(caseId, of.id(subject)) };
  }
  async function heard(matter: Matter) {
    const { caseId, proceeding } = await investigated(matter);
    await act('hr', InformSubject, { proceedingId: proceeding, service: 'in-person', on: today });
    await act(matter.subject, RecordResponse, {
      proceedingId: proceeding,
      kind: 'meeting',
      statement: 'I wrote it in a hurry and did not check.',
    });
    await act(matter.investigator, RecordFinding, {
      caseId,
      allegationId: await of.allegation(caseId),
      outcome: 'sustained',
      standard: 'preponderance',
      reasons: 'The captured page shows it, and the subject does not dispute it.',
      reliesOnUndisclosedSourceAlone: false,
    });
    await act(matter.investigator, FileReport, { caseId, summary: 'One allegation, sustained on the captured page.' });
    return { caseId, proceeding };
  }

  await reported('operator', 'The city’s page has carried a campaign sign in its banner since Friday.', []);
  await reported('hr', 'The City Manager answered a resident’s comment from a private account.', ['manager']);
  await investigated(shared);
  await heard(drafted);

  const { caseId, proceeding } = await heard(argued);
  await act('manager', IssueDetermination, {
    caseId,
    reasons: 'The finding is adopted as reported.',
    acknowledgementReason: 'Courtesy to residents was part of the training on record; the missing acknowledgement does not matter.',
  });
  await act('manager', ProposeDiscipline, {
    proceedingId: proceeding,
    rung: 'suspension',
    reasons: 'Three replies in one evening, seen by many.',
    departureReason: 'A warning would not answer to insults of residents in the city’s name.',
  });
  await act('attorney', RecordLegalReview, {
    proceedingId: proceeding,
    opinion: 'sufficient',
    note: 'Notice and a meeting before it is imposed.',
  });
  await act('hr', ServeNotice, {
    proceedingId: proceeding,
    evidence: 'The three replies as captured, and the meeting’s minutes.',
    service: 'in-person',
    on: today,
  });

  const admitted = await reported('designee', 'A photograph of a child at the pool was posted without consent.', ['ranger']);
  await act('communications', TriageCase, {
    caseId: admitted,
    decision: 'informal',
    reasons: 'Admitted at once, and taken down within the hour.',
    admission: {
      subject: of.id('ranger'),
      clause: 'SEC-6',
      deedFrom: lately,
      facts: 'The photograph was up for forty minutes.',
      toldOn: today,
      statement: 'I posted it; I had not asked the parents.',
    },
  });
  await act('parks', DecideDiscipline, {
    proceedingId: proceedingId(admitted, of.id('ranger')),
    decision: 'impose',
    rung: 'coaching',
    reasons: 'First time, admitted, mended at once.',
  });
}
