import { IsOptional, IsUUID, Matches } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { platformRefusals } from '../../platform/commands/refuse.js';
import { streamName } from '../../platform/events/envelope.js';
import { AsOfQuery, detail, type QueryReads } from '../../platform/views/read.js';
import type { Track } from '../directory/directory.public.js';
import { cases, decider } from './case.js';
import { clauseCitation } from './clause-citation.view.js';
import { recused, reportersIn } from './conflict.js';
import { chargesOf, disciplineHistory } from './discipline-history.view.js';
import { courseOf, proceedingId, proceedings } from './proceeding.js';

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

type Dated = Comparable & { readonly openedOn: string };

/** What a proceeding came to; undefined where it is not over, or nothing of it stands today. */
async function outcomeOf(proceeding: string, clauses: ReadonlySet<string>, reads: QueryReads): Promise<Dated | undefined> {
  const row = await reads.rows(disciplineHistory).get(proceeding);
  if (!row || (row.status !== 'final' && row.status !== 'no-action')) return undefined;
  const today = await reads.current.state(proceedings, proceeding);
  // What was undone since is held up to nobody.
  if (today.status === 'absent' || today.status === 'expunged' || today.status === 'reversed') return undefined;
  const sustained = chargesOf(row).filter((charge) => charge.sustained);
  const shared = [...new Set(sustained.map(({ clause }) => clause))].filter((clause) => clauses.has(clause)).sort();
  if (shared.length === 0) return undefined;
  const course = courseOf(today);
  const considers: string[] = JSON.parse(row.considers);
  return {
    clauses: shared,
    track: 'discipline' in course ? course.discipline.track : course.track,
    outcome: row.status === 'final' ? 'discipline' : 'no-action',
    rung: row.rung,
    rungName: row.rungName,
    discipline: row.discipline,
    departed: row.departure !== null,
    reduced: row.reducedFrom !== null,
    sustained: sustained.length,
    earlier: considers.length,
    year: Number(row.openedOn.slice(0, 4)),
    openedOn: row.openedOn,
  };
}

export const ListComparablesHandler = detail<
  ListComparables,
  typeof cases,
  Comparables,
  ReturnType<typeof platformRefusals<['access.not-permitted']>>
>(ListComparables, {
  stream: cases,
  of: ({ caseId }) => caseId,
  looksAt: ({ caseId }) => caseId,
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
    const others = new Set<string>();
    for (const one of clauses)
      for (const { key, caseId: other } of await reads.rows(clauseCitation).all({ clause: one })) {
        if (other === caseId || hidden.has(streamName(cases.name, other))) continue;
        const matter = await reads.state(cases, other);
        const subject = matter.status === 'absent' ? undefined : matter.allegations.get(key)?.subject;
        // What one was once told to answer for is no measure that they apply themself.
        if (subject && subject !== caller.person) others.add(proceedingId(other, subject));
      }
    const found: Dated[] = [];
    for (const proceeding of others) {
      const outcome = await outcomeOf(proceeding, clauses, reads);
      if (outcome) found.push(outcome);
    }
    found.sort((a, b) => (a.openedOn > b.openedOn ? -1 : 1));
    return { items: found.map(({ openedOn: _, ...outcome }) => outcome) };
  },
});
