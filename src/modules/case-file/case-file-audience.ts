import { dataFor, readsAny, readsField } from '../../platform/access/audiences.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import type { AnyStream } from '../../platform/events/stream.js';
import { cases } from '../cases/cases.public.js';
import { evidences, interviews, isWalledFromProsecutor } from '../evidence/evidence.public.js';
import { letters } from '../letters/letters.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { reports } from '../reports/reports.public.js';
import { type FileEntry, type Reading, withoutProse } from './case-file-entries.js';
import type { CaseMaterial } from './case-file-material.js';

/** Audiences of a case file. */
export const fileAudiences = ['decider', 'counsel', 'hr', 'auditor', 'subject', 'prosecutor', 'public'] as const;
export type FileAudience = (typeof fileAudiences)[number];

/** An audience for whom a file of the whole case is made. In every table it has the same name. */
export type WholeAudience = Exclude<FileAudience, 'subject' | 'public'>;

const streams = new Map<string, AnyStream>([cases, proceedings, reports, evidences, interviews, letters].map((one) => [one.name, one]));
const streamOf = ({ stream }: StoredEvent): AnyStream => streams.get(streamParts(stream).kind)!;

/** What an audience reads of a case, by the tables of audiences. */
const readingOf = (audience: string): Reading => ({
  reads: (event) => readsAny(streamOf(event), event.type, [audience]),
  readsField: (event, field) => readsField(streamOf(event), event.type, field, [audience], 'plain'),
  data: (event) => dataFor(streamOf(event), event, [audience]) as FileEntry,
});

/** What a subject reads. */
export const ofSubject = readingOf('subject');

/** Position of the case's first compelled item. */
const compelledFrom = ({ evidence, interviews }: CaseMaterial): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...[...evidence.filter(({ state }) => state.compelled), ...interviews.filter(({ state }) => isWalledFromProsecutor(state))].map(
      ({ events }) => events[0]!.position,
    ),
  );

/** A prosecutor reads no prose from the first compelled item on, because it may derive from it. */
export function readingFor(audience: WholeAudience, material: CaseMaterial): Reading {
  const reading = readingOf(audience);
  if (audience !== 'prosecutor') return reading;
  const from = compelledFrom(material);
  return { ...reading, data: (event) => (event.position < from ? reading.data(event) : (withoutProse(reading.data(event)) as FileEntry)) };
}

/** Those of a case's parts that are made for the audience. */
export function partsFor(audience: WholeAudience, { reads, readsField }: Reading, material: CaseMaterial): CaseMaterial {
  const forProsecutor = audience === 'prosecutor';
  return {
    ...material,
    reports: material.reports.filter(({ events }) => readsField(events[0]!, 'summary')),
    // Expunged proceedings are shown only to audiences that read the orders to expunge.
    proceedings: material.proceedings.filter(
      ({ state, events }) => state.status !== 'expunged' || events.some((one) => one.type === 'DisciplineExpunged' && reads(one)),
    ),
    evidence: material.evidence.filter(({ state, events }) => readsField(events[0]!, 'form') && !(forProsecutor && state.compelled)),
    interviews: material.interviews.filter(
      ({ state, events }) =>
        readsField(events[0]!, 'on') && !(forProsecutor && (isWalledFromProsecutor(state) || state.with.as === 'reporter')),
    ),
    letters: material.letters.filter(({ events }) => reads(events[0]!)),
  };
}

/** For each audience, the parts that are left out, in words. */
export const leftOut: Readonly<Record<FileAudience, readonly string[]>> = {
  counsel: ['Who sent a report.', 'Who was named as a witness.'],
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
