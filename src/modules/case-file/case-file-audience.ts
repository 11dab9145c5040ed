import { streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { ConflictDeclared, WitnessNamed } from '../cases/cases.public.js';
import { isWalledFromProsecutor, type PresentInterview } from '../evidence/evidence.public.js';
import type { CaseMaterial } from './case-file-material.js';

/** Audiences of a case file. */
export const fileAudiences = ['decider', 'counsel', 'hr', 'auditor', 'subject', 'prosecutor', 'public'] as const;
export type FileAudience = (typeof fileAudiences)[number];

/** Which parts of a whole case an audience is shown. */
export interface Rules {
  /** Whether the prose in an event of the case, or of a proceeding, is shown. */
  readonly prose: (event: StoredEvent) => boolean;
  readonly hides: ReadonlySet<string>;
  readonly reports: boolean;
  /** Whether letters to the sender of a report are listed. */
  readonly acknowledgements: boolean;
  /** Whether the orders by which discipline was expunged are shown. */
  readonly keepsOrders: boolean;
  /** Whether counsel's reasons to let something in are shown. */
  readonly counsel: boolean;
  readonly evidence: (item: CaseMaterial['evidence'][number]) => boolean;
  readonly interviews: (interview: PresentInterview) => boolean;
}

const opinions = ['LegalReviewRecorded', 'InvestigationReportReviewed'];
const parties = [WitnessNamed.type, ConflictDeclared.type];
/**
 * Streams whose prose the Auditor may read elsewhere. Of evidence, the Auditor sees only that it
 * exists.
 */
const auditedProse: readonly string[] = ['case', 'proceeding'];
const never = () => false;
const always = () => true;

/** Position of the case's first compelled item. Prose from then on may derive from it. */
const compelledFrom = ({ evidence, interviews }: CaseMaterial): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...[...evidence.filter(({ state }) => state.compelled), ...interviews.filter(({ state }) => isWalledFromProsecutor(state))].map(
      ({ events }) => events[0]!.position,
    ),
  );

export const rulesFor = (audience: Exclude<FileAudience, 'subject' | 'public'>, material: CaseMaterial): Rules => {
  const kept = { reports: true, acknowledgements: true, keepsOrders: false, counsel: true, evidence: always, interviews: always };
  switch (audience) {
    case 'counsel':
      return { ...kept, keepsOrders: true, prose: always, hides: new Set() };
    case 'decider':
      return { ...kept, prose: ({ type }) => type !== ConflictDeclared.type, hides: new Set() };
    case 'hr':
      return {
        prose: ({ stream }) => streamParts(stream).kind === 'proceeding',
        hides: new Set([...parties, 'InvestigationReportReviewed']),
        reports: false,
        acknowledgements: false,
        keepsOrders: true,
        counsel: true,
        evidence: never,
        interviews: never,
      };
    case 'auditor':
      return {
        prose: ({ stream }) => auditedProse.includes(streamParts(stream).kind),
        hides: new Set([...parties, ...opinions]),
        reports: true,
        acknowledgements: false,
        keepsOrders: true,
        counsel: false,
        evidence: always,
        interviews: never,
      };
    case 'prosecutor': {
      const from = compelledFrom(material);
      return {
        prose: ({ position }) => position < from,
        hides: new Set([...parties, ...opinions]),
        reports: false,
        acknowledgements: false,
        keepsOrders: false,
        counsel: false,
        evidence: ({ state }) => !state.compelled,
        interviews: (interview) => !isWalledFromProsecutor(interview) && interview.with.as !== 'reporter',
      };
    }
  }
};

/** For each audience, the parts that are left out, in words. */
export const leftOut: Readonly<Record<FileAudience, readonly string[]>> = {
  counsel: ['Who sent a report.'],
  decider: ['Who sent a report.', 'Why someone declared a conflict.'],
  hr: ['Who sent a report.', 'Reports, evidence, interviews and witnesses.', 'What was written in the case; outcomes are shown.'],
  auditor: [
    'Who sent a report.',
    'What was written of an item of evidence; its hash and its custody are shown.',
    'Opinions of counsel, conflicts, interviews and witnesses.',
  ],
  subject: ['Who sent a report.', 'The case itself: this is one subject’s due process, as far as it was told to them.'],
  prosecutor: [
    'Who sent a report, and reports.',
    'Compelled statements, and all that was written in the case since the first of them.',
    'Opinions of counsel, conflicts and witnesses.',
  ],
  public: ['Everyone’s names and identities.', 'What was written, evidence and interviews.', 'Discipline that is not final.'],
};
