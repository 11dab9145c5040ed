import { IsIn, IsUUID } from 'class-validator';
import { anyone, type Office, office } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, type QueryReads, type Reads, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { cases } from '../cases/cases.public.js';
import { people, trackOn } from '../directory/directory.public.js';
import { roleIn } from '../intake/intake.public.js';
import { clauseOf, policies, policyId, versionNamed } from '../policy/policy.public.js';
import { grievancesOn, procedure, procedureId } from '../procedure/procedure.public.js';
import { courseOf, disciplines, hears, type PresentProceeding, proceedings } from '../proceedings/proceedings.public.js';
import { mayBeWrittenTo, type PresentReport, reports } from '../reports/reports.public.js';
import { type CitedClause, callsFor, type Signing, valuesOfProceeding, valuesOfReport } from './fill-letter.js';
import { letterRefusals } from './letter.refusals.js';
import { type LetterKind, type ProceedingKind, proceedingKinds, type Values } from './letter-kinds.js';
import { letterTemplates, letterTemplatesId, templateOn } from './letter-template.js';

/**
 * A letter before it becomes a document: the wording and the values that fill it. Names and prose
 * stay sealed.
 */
export interface LetterDraft {
  readonly kind: LetterKind;
  /** When it was drafted, ISO 8601. */
  readonly at: string;
  readonly template: { readonly version: number; readonly effectiveFrom: Day; readonly instrument: string };
  readonly body: string;
  readonly values: Values;
  /** The facts on which it rests, as text. It differs if the proceeding or report has changed. */
  readonly basis: string;
}

/**
 * The people who decide on discipline or a grievance, and the offices that serve and keep its
 * papers.
 */
export const issuers = [disciplines, hears, office('HR'), office('City Attorney')];

/** A letter to a subject as it would be issued now. Nothing is recorded. */
export class PreviewLetter extends AsOfQuery<LetterDraft> {
  @IsIn(proceedingKinds) kind!: ProceedingKind;
  @IsUUID() proceedingId!: string;
}

/**
 * The acknowledgement of a report as it would be issued now, without the sender's name. Nothing is
 * recorded.
 */
export class PreviewAcknowledgement extends AsOfQuery<LetterDraft> {
  @IsUUID() reportId!: string;
}

/** As PreviewAcknowledgement, with the sender's name. Only for making the letter itself. */
export class DraftAcknowledgement extends AsOfQuery<LetterDraft> {
  @IsUUID() reportId!: string;
}

/** The facts of a proceeding on which a letter rests, as text that can be compared. */
export function basisOf(state: PresentProceeding): string {
  const { informed, ...course } = courseOf(state);
  return JSON.stringify([state.status, course, [...informed]]);
}
export const basisOfReport = ({ acknowledgedOn, sender, followed }: PresentReport): string =>
  JSON.stringify([acknowledgedOn, sender, followed]);

const nameOf = async (person: string, reads: Reads): Promise<string | null> => {
  const state = await reads.state(people, person);
  return state.status === 'absent' ? null : state.name;
};

const signing = async (acts: Office, { current, caller, today, timeZone }: QueryReads): Promise<Signing> => ({
  name: await nameOf(caller.person, current),
  office: acts,
  today,
  timeZone,
});

async function inForce(kind: LetterKind, { current, today }: QueryReads): Promise<Pick<LetterDraft, 'kind' | 'template' | 'body'>> {
  const { version, effectiveFrom, instrument, body } = templateOn(await current.state(letterTemplates, letterTemplatesId), kind, today);
  return { kind, template: { version, effectiveFrom, instrument }, body };
}

async function citedBy(state: PresentProceeding, reads: Reads): Promise<CitedClause[]> {
  const policy = await reads.state(policies, policyId);
  const course = courseOf(state);
  const cites = 'sustained' in course ? state.allegations.filter(({ allegationId }) => course.sustained.includes(allegationId)) : null;
  // An allegation that was not sustained is cited only if the subject was informed of it.
  return (cites ?? state.allegations.filter(({ allegationId }) => state.informed.has(allegationId))).map(({ clause, policyVersion }) => {
    const version = versionNamed(policy, policyVersion);
    return { clause, policyVersion, text: (version && clauseOf(version, clause)?.text) ?? null };
  });
}

export const PreviewLetterHandler = streamQuery(PreviewLetter, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: issuers,
  refuses: { ...platformRefusals('resource.not-found'), ...letterRefusals('letter.out-of-step', 'letter.of-the-past') },
  async run({ kind, proceedingId }, _, reads, refuse): Promise<LetterDraft> {
    const { current, today } = reads;
    if (reads.past) return refuse('letter.of-the-past');
    const state = await current.state(proceedings, proceedingId);
    if (state.status === 'absent') return refuse('resource.not-found');
    const events = await reads.history(streamName(proceedings.name, proceedingId));
    if (!callsFor(kind, { state, events })) return refuse('letter.out-of-step', { status: state.status });
    const subject = await current.state(people, state.subject);
    const matter = await current.state(cases, state.caseId);
    const track = trackOn(subject, today) ?? state.track;
    const facts = {
      state,
      events,
      subjectName: subject.status === 'absent' ? null : subject.name,
      caseRef: matter.status === 'absent' ? null : matter.ref,
      clauses: await citedBy(state, current),
      steps: track === null ? [] : (grievancesOn(await current.state(procedure, procedureId), track, today)?.steps ?? []),
    };
    return {
      ...(await inForce(kind, reads)),
      at: reads.now,
      values: valuesOfProceeding(kind, facts, await signing(reads.office, reads)),
      basis: basisOf(state),
    };
  },
});

/**
 * Placeholder for the name in a preview: the people who take in a report need not see who sent it.
 */
export const nameWithheld = '[the name of whoever sent it]';
const nobodysName = 'whoever sent us this report';

async function acknowledgement(
  reportId: string,
  reads: QueryReads,
  refuse: (code: 'resource.not-found' | 'letter.no-way-to-reach' | 'letter.of-the-past') => never,
  reporterName: (state: PresentReport) => Promise<string | null>,
): Promise<LetterDraft> {
  if (reads.past) return refuse('letter.of-the-past');
  const state = await reads.current.state(reports, reportId);
  if (state.status === 'absent' || !(await roleIn(reportId, state, reads.current)).works) return refuse('resource.not-found');
  if (!mayBeWrittenTo(state)) return refuse('letter.no-way-to-reach');
  return {
    ...(await inForce('acknowledgement', reads)),
    at: reads.now,
    values: valuesOfReport(state, await reporterName(state), await signing(reads.office, reads)),
    basis: basisOfReport(state),
  };
}

const acknowledging = {
  stream: reports,
  of: ({ reportId }: { readonly reportId: string }) => reportId,
  may: [anyone],
  refuses: { ...platformRefusals('resource.not-found'), ...letterRefusals('letter.no-way-to-reach', 'letter.of-the-past') },
};

export const PreviewAcknowledgementHandler = streamQuery(PreviewAcknowledgement, {
  ...acknowledging,
  run: ({ reportId }, _, reads, refuse): Promise<LetterDraft> => acknowledgement(reportId, reads, refuse, async () => nameWithheld),
});

export const DraftAcknowledgementHandler = streamQuery(DraftAcknowledgement, {
  ...acknowledging,
  run: ({ reportId }, _, reads, refuse): Promise<LetterDraft> =>
    acknowledgement(reportId, reads, refuse, async ({ sender }) => {
      if (sender.known === 'person') return nameOf(sender.person, reads.current);
      return sender.known === 'name' && sender.name !== null ? sender.name : nobodysName;
    }),
});
