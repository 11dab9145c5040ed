import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { IsProse } from '../../platform/commands/fields.js';
import { platformRefusals } from '../../platform/commands/refuse.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import type { Reads } from '../../platform/views/read.js';
import { acknowledged, acknowledgements } from '../policy/policy.public.js';
import { answersToAny } from './authority.js';
import { type Allegation, caseRefusals, cases, DeterminationIssued, decider, subjectsOf } from './case.js';
import { recused, reportersIn } from './conflict.js';
import { CouncilAct } from './council-act.js';
import { deadlinesToday, dueIn } from './deadline.js';
import { lastDayOf } from './deed.js';

/** Adopts the findings of the investigation as the city's determination. */
export class IssueDetermination extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
  /** Why it does not matter that a subject had not acknowledged the version in force; required where one had not. */
  @IsOptional() @IsProse(5_000) acknowledgementReason?: string;
  /** Exactly where Council decides. */
  @IsOptional() @ValidateNested() @Type(() => CouncilAct) act?: CouncilAct;
}

type Shown = { subject: string; policyVersion: string; acknowledged: boolean };

/** For each subject and version: acknowledged by the last day of every deed. A deed of unknown day cannot be shown to have come after it. */
async function acknowledgementsOf(allegations: Iterable<Allegation>, reads: Pick<Reads, 'state'>): Promise<Shown[]> {
  const shown = new Map<string, Shown>();
  for (const { subject, policyVersion, deed } of allegations) {
    const day = lastDayOf(deed);
    const one = day !== null && acknowledged(await reads.state(acknowledgements, subject), policyVersion, day);
    const key = `${subject} ${policyVersion}`;
    shown.set(key, { subject, policyVersion, acknowledged: one && (shown.get(key)?.acknowledged ?? true) });
  }
  return [...shown.values()];
}

export const IssueDeterminationHandler = slice(IssueDetermination, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals(
      'case.already-determined',
      'case.no-report-filed',
      'case.act-missing',
      'case.act-misplaced',
      'case.meeting-in-future',
      'case.acknowledgement-unexplained',
      'case.procedure-missing',
    ),
  },
  gather: async (_, state, reads) => ({
    reporters: await reportersIn(state, reads),
    /** Council judges its own; who enters its act judges nobody. */
    judgesSuperior:
      state.status !== 'absent' &&
      state.authority.decides !== 'Council' &&
      (await answersToAny(subjectsOf(state), reads.caller.person, reads)),
    acknowledged: await acknowledgementsOf(state.status === 'absent' ? [] : state.allegations.values(), reads),
    deadlines: await deadlinesToday(reads),
  }),
  decide({ reasons, acknowledgementReason, act }, state, context) {
    const { caller, today, facts, refuse } = context;
    if (recused(state, facts.reporters, caller.person) || facts.judgesSuperior) return refuse('access.not-permitted');
    if (state.determination) {
      const { at, office, outcomes } = state.determination;
      return refuse('case.already-determined', { changed: { type: 'DeterminationIssued', at, office, outcomes } });
    }
    if (state.status !== 'reported') return refuse('case.no-report-filed');
    if (state.authority.decides === 'Council' && !act) return refuse('case.act-missing');
    if (state.authority.decides !== 'Council' && act) return refuse('case.act-misplaced');
    if (act && act.meetingOn > today) return refuse('case.meeting-in-future');

    const outcomes = [...state.allegations].map(([allegationId, { subject, finding }]) => ({
      allegationId,
      subject,
      outcome: (finding ?? refuse('case.no-report-filed')).outcome,
    }));
    const sustained = new Set(outcomes.filter(({ outcome }) => outcome === 'sustained').map(({ subject }) => subject));
    const unaware = facts.acknowledged.filter((shown) => sustained.has(shown.subject) && !shown.acknowledged);
    if (unaware.length > 0 && !acknowledgementReason) return refuse('case.acknowledgement-unexplained', { unacknowledged: unaware });
    if (!facts.deadlines) return refuse('case.procedure-missing');
    return [
      DeterminationIssued({
        outcomes,
        acknowledged: facts.acknowledged,
        acknowledgementReason: acknowledgementReason ? seal(acknowledgementReason) : null,
        reasons: seal(reasons),
        act: act ? { ...act } : null,
        dueAt: dueIn(facts.deadlines.discipline, context),
      }),
    ];
  },
});
