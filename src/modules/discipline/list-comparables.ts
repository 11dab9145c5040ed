import { IsOptional, IsUUID, Matches } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { cases, clauseCitation, decider } from '../cases/cases.public.js';
import type { Track } from '../directory/directory.public.js';
import { disciplineHistory } from '../histories/histories.public.js';
import { itsCase } from '../procedure/procedure.public.js';
import { comparablesTo, type FoundComparable } from './comparables.js';

/**
 * The outcome of a breach of the same clause. No name, no day and nothing else in it leads to the
 * case.
 */
export class Comparable {
  /** Clauses of this case that were also sustained there. */
  clauses!: string[];
  /** The track of the subject; null where it was not known. */
  track!: Track | null;
  outcome!: 'discipline' | 'no-action';
  /** Id of the final rung; null without action. */
  rung!: string | null;
  rungName!: string | null;
  /** The rung is discipline. Coaching is none. */
  discipline!: boolean;
  /** It departed from the ladder. The reason stays in its case. */
  departed!: boolean;
  /** A lighter rung replaced the one that was proposed or imposed first. */
  reduced!: boolean;
  /** The number of allegations that were sustained together, of any clause. */
  sustained!: number;
  /** The number of earlier disciplines that counted. */
  earlier!: number;
  /** The year in which the proceeding was opened. */
  year!: number;
}

export class Comparables {
  /** The latest first. */
  items!: Comparable[];
}

/**
 * The outcomes of other cases about the clauses of this one, if they are over and were not undone.
 */
export class ListComparables extends AsOfQuery<Comparables> {
  @IsUUID() caseId!: string;
  /** One clause of this case; all of them unless given. */
  @IsOptional() @Matches(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/) clause?: string;
}

/** Leaves out the rung's weight, the proceeding and its subject. */
const shownOf = ({ proceedingId: _, subject: __, openedOn, weighs: ___, ...comparable }: FoundComparable): Comparable => ({
  ...comparable,
  year: Number(openedOn.slice(0, 4)),
});

export const ListComparablesHandler = streamQuery<ListComparables, typeof cases, Comparables>(ListComparables, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: [decider, office('City Attorney')],
  views: [clauseCitation, disciplineHistory],
  async run({ caseId, clause }, state, reads) {
    const { current } = reads;
    const alleged = [...state.allegations.values()].filter(({ withdrawn }) => withdrawn === null);
    const clauses = new Set(alleged.map((one) => one.clause).filter((one) => clause === undefined || one === clause));
    const hidden = await reads.hiddenStreams();
    const found = await comparablesTo(caseId, clauses, reads, current, (other) => hidden.has(streamName(cases.name, other)));
    return { items: found.map(shownOf) };
  },
});
