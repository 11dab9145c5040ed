import { IsUUID } from 'class-validator';
import { admit, office } from '../../platform/access/access.js';
import { audiencesOf, readsEvent, readsField } from '../../platform/access/audiences.js';
import { streamName } from '../../platform/events/envelope.js';
import type { DataOf } from '../../platform/events/event.js';
import { AsOfQuery, type QueryReads, type Reads, streamQuery } from '../../platform/queries/query-handler.js';
import { itsCase } from '../procedure/procedure.public.js';
import { proceedingId, proceedings, SubjectAnswered } from '../proceedings/proceedings.public.js';
import { reports } from '../reports/reports.public.js';
import { type Allegation, type CaseState, cases, type Determination, decider, intake, investigator } from './case.js';
import type { Link } from './case.state.js';
import type { AllegationInCase, AnswerInCase, CaseInFull, DeterminationInCase, LinkInCase, ReportInCase } from './case-details.js';
import { measuresIn, type Shown } from './get-measures.js';
import { standingOf } from './standing.js';

export { CaseInFull } from './case-details.js';

/**
 * One case, for the people who work on it, counsel, HR and the auditor. HR sees outcomes, without
 * the prose.
 */
export class GetCase extends AsOfQuery<CaseInFull> {
  @IsUUID() caseId!: string;
}

/** The grants to read the prose of a case. HR has none of them: it sees outcomes. */
export const readsProse = [intake, decider, investigator, office('City Attorney'), office('Auditor')];

/**
 * Whether the caller reads the prose of a case as `GetCase` gives it, and is none of its subjects,
 * reporters or witnesses.
 */
export async function readsProseOf(state: CaseState, reads: Pick<Reads, 'caller' | 'state'>): Promise<boolean> {
  const { caller } = reads;
  if (state.status === 'absent') return false;
  return admit(readsProse, caller, state) !== undefined && (await standingOf(caller.person, state, reads)) === 'uninvolved';
}

/** Whether `GetCase` shows an audience of a case what was reported. */
export const readsReported = (audiences: readonly string[]): boolean => readsField(reports, 'ReportReceived', 'summary', audiences);

async function answersOf(proceeding: string, reads: QueryReads): Promise<AnswerInCase[]> {
  const history = await reads.history(streamName(proceedings.name, proceeding));
  return history
    .filter((event) => event.type === SubjectAnswered.type)
    .map((event) => {
      const { kind, on, statement } = event.data as DataOf<typeof SubjectAnswered>;
      return { kind, on, statement };
    });
}

const allegationIn = async (
  caseId: string,
  id: string,
  allegation: Allegation,
  shown: Shown,
  reads: QueryReads,
): Promise<AllegationInCase> => {
  const { subject, clause, policyVersion, deed, facts, site, finding, unresolved, withdrawn } = allegation;
  const days = 'unknown' in deed ? null : deed;
  return {
    id,
    subject,
    clause,
    policyVersion,
    unresolved: [...unresolved],
    deedFrom: days?.from ?? null,
    deedTo: days?.to ?? null,
    deedUnknownBecause: 'unknown' in deed ? shown('AllegationFramed', 'deed', deed.unknown) : null,
    facts: shown('AllegationFramed', 'facts', facts),
    siteId: site,
    finding: finding && {
      outcome: finding.outcome,
      standard: finding.standard,
      reasons: shown('FindingRecorded', 'reasons', finding.reasons),
      soleSource: shown('FindingRecorded', 'soleSource', finding.soleSource),
    },
    withdrawn: withdrawn !== null,
    withdrawnBecause: shown('AllegationWithdrawn', 'reasons', withdrawn?.reasons ?? null),
    replacedBy: withdrawn?.replacedBy ?? null,
    proceedingId: proceedingId(caseId, subject),
    answers: shown('AllegationFramed', 'facts', true) && (await answersOf(proceedingId(caseId, subject), reads)),
  };
};

const reportsIn = (ids: readonly string[], reads: QueryReads): Promise<ReportInCase[]> =>
  Promise.all(
    ids.map(async (id) => {
      const report = await reads.state(reports, id);
      if (report.status === 'absent') throw new Error(`a case names the report ${id}, which is not there`);
      return { id, channel: report.channel, receivedOn: report.receivedOn, summary: report.summary };
    }),
  );

const determinationIn = (determination: Determination, shown: Shown): DeterminationInCase => ({
  at: determination.at,
  office: determination.office,
  acknowledged: determination.acknowledged,
  acknowledgementReason: shown('DeterminationIssued', 'acknowledgementReason', determination.acknowledgementReason),
  departures: determination.departures.map(({ allegationId, found, reasons }) => ({
    allegationId,
    found,
    outcome: determination.outcomes.find((one) => one.allegationId === allegationId)?.outcome ?? found,
    reasons: shown('DeterminationIssued', 'departures', reasons),
  })),
  overReview: shown('DeterminationIssued', 'overReview', determination.overReview),
  reasons: shown('DeterminationIssued', 'reasons', determination.reasons),
  meetingOn: determination.act?.meetingOn ?? null,
  motion: determination.act?.motion ?? null,
});

/** Links to cases that are not hidden from the caller today. */
async function linksIn(caseId: string, links: readonly Link[], reads: QueryReads): Promise<LinkInCase[]> {
  const shown: LinkInCase[] = [];
  for (const link of links) {
    const other = await reads.current.state(cases, link.caseId === caseId ? link.other : link.caseId);
    if (!cases.hiddenFrom?.(other, reads.caller.person)) shown.push({ ...link });
  }
  return shown;
}

export const GetCaseHandler = streamQuery<GetCase, typeof cases, CaseInFull>(GetCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: [...readsProse, office('HR')],
  async run({ caseId }, state, reads) {
    const { caller } = reads;
    const now = await reads.current.state(cases, caseId);
    const audiences = audiencesOf(cases, now, caller);
    const shown: Shown = (type, field, text) => (readsField(cases, type, field, audiences) ? text : null);
    const { determination, authority } = state;
    const history = await reads.history(streamName(cases.name, caseId));
    return {
      id: caseId,
      ref: state.ref,
      status: state.status,
      openedOn: state.openedOn,
      dueAt: state.dueAt,
      escalated: state.escalated !== null && state.escalated === state.dueAt,
      intake: [...authority.intake],
      decides: authority.decides,
      investigator: 'investigator' in state ? state.investigator : null,
      accused: [...state.accused],
      reports: readsReported(audiences) ? await reportsIn(state.reports, reads) : null,
      triageReasons: shown('InvestigationOpened', 'reasons', state.triaged),
      allegations: await Promise.all([...state.allegations].map(([id, allegation]) => allegationIn(caseId, id, allegation, shown, reads))),
      witnesses: shown('WitnessNamed', 'person', [...state.witnesses]),
      investigationSummary: shown('InvestigationReportFiled', 'summary', state.filed),
      declineGround: state.ground,
      abeyance:
        state.status === 'abeyance'
          ? {
              since: state.abeyance.since,
              from: state.abeyance.from,
              cause: state.abeyance.cause,
              reasons: shown('CaseSuspended', 'reasons', state.abeyance.reasons),
            }
          : null,
      vacant: state.vacant,
      conflicts: shown(
        'ConflictDeclared',
        'person',
        [...state.conflicts].map(([person, reasons]) => ({ person, reasons: shown('ConflictDeclared', 'reasons', reasons) })),
      ),
      plan: state.plan && shown('InvestigationPlanned', 'scope', { ...state.plan, steps: [...state.plan.steps] }),
      engagement: state.engagement && {
        from: state.engagement.from,
        to: state.engagement.to,
        terms: shown('InvestigatorEngaged', 'terms', state.engagement.terms),
      },
      links: await linksIn(caseId, state.links, reads),
      review: shown('InvestigationReportReviewed', 'note', state.review),
      returns: state.returns.map(({ at, summary, reasons, missing }) => ({
        at,
        summary: shown('InvestigationReportFiled', 'summary', summary),
        reasons: shown('InvestigationReportReturned', 'reasons', reasons),
        missing: shown('InvestigationReportReturned', 'missing', missing),
      })),
      determination: determination && determinationIn(determination, shown),
      reopenings: state.reopenings.map(({ at, reasons, evidence }) => ({
        at,
        reasons: shown('CaseReopened', 'reasons', reasons),
        evidence: shown('CaseReopened', 'evidence', evidence),
      })),
      earlier: state.earlier.map((one) => determinationIn(one, shown)),
      measures: measuresIn(state.measures, shown),
      timeline: history
        .filter(({ type }) => readsEvent(cases, type, audiences))
        .map(({ type, recordedAt, actor }) => ({ type, at: recordedAt, office: actor.office })),
    };
  },
});
