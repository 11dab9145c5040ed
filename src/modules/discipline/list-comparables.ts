import { IsOptional, IsUUID, Matches } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { cases, clauseCitation, decider, recused, reportersIn } from '../cases/cases.public.js';
import type { Track } from '../directory/directory.public.js';
import { disciplineHistory } from '../histories/histories.public.js';
import { comparablesTo, type FoundComparable } from './comparables.js';

/** What became of somebody for a breach of the same clause: no name, no day, nothing that leads to the case. */
export class Comparable {
  /** Clauses of this case that were sustained there too. */
  clauses!: string[];
  /** Under which terms the subject served; null where that was not known. */
  track!: Track | null;
  outcome!: 'discipline' | 'no-action';
  /** Id of the rung that stands at last; null without action. */
  rung!: string | null;
  rungName!: string | null;
  /** What was imposed is discipline: coaching is none. */
  discipline!: boolean;
  /** It departed from the ladder; why stays in its case. */
  departed!: boolean;
  /** A lighter rung took the place of what was proposed or imposed first. */
  reduced!: boolean;
  /** How many allegations were sustained together, of whatever clause. */
  sustained!: number;
  /** How many earlier disciplines counted. */
  earlier!: number;
  /** The year in which it was opened. */
  year!: number;
}

export class Comparables {
  /** The latest first. */
  items!: Comparable[];
}

/** What other cases came to that concern the clauses of this one: those that are over, whose outcome stands. */
export class ListComparables extends AsOfQuery<Comparables> {
  @IsUUID() caseId!: string;
  /** One clause of this case; all of them unless given. */
  @IsOptional() @Matches(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/) clause?: string;
}

/** Without the rung's weight, the proceeding and its subject. */
const shownOf = ({ proceedingId: _, subject: __, openedOn, weighs: ___, ...comparable }: FoundComparable): Comparable => ({
  ...comparable,
  year: Number(openedOn.slice(0, 4)),
});

export const ListComparablesHandler = streamQuery<
  ListComparables,
  typeof cases,
  Comparables,
  ReturnType<typeof platformRefusals<['access.not-permitted']>>
>(ListComparables, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: ({ caseId }) => caseId,
  may: [decider, office('City Attorney')],
  views: [clauseCitation, disciplineHistory],
  refuses: platformRefusals('access.not-permitted'),
  async run({ caseId, clause }, state, reads, refuse) {
    const { caller, current } = reads;
    const now = await current.state(cases, caseId);
    if (recused(now, await reportersIn(now, current), caller.person)) return refuse('access.not-permitted');
    const alleged = [...state.allegations.values()].filter(({ withdrawn }) => withdrawn === null);
    const clauses = new Set(alleged.map((one) => one.clause).filter((one) => clause === undefined || one === clause));
    const hidden = await reads.hiddenStreams();
    const found = await comparablesTo(caseId, clauses, reads, current, (other) => hidden.has(streamName(cases.name, other)));
    return { items: found.map(shownOf) };
  },
});
