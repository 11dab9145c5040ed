import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type ContextOf, commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, plusMonths } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type CaseState, cases } from '../cases/cases.public.js';
import { clauseOf, type PolicyState, policies, policyId, versionNamed, versionsOver } from '../policy/policy.public.js';
import { type Authority, authorities } from '../procedure/procedure.public.js';
import {
  ChargeCorrected,
  type CurrentProceeding,
  DisciplineCorrected,
  proceedingRefusals,
  proceedings,
} from '../proceedings/proceedings.public.js';

/** The clause that an allegation should have named. */
export class CorrectedCharge {
  @IsUUID() allegationId!: string;
  @IsName() clause!: string;
  @IsName() policyVersion!: string;
}

/**
 * Corrects clerical errors in imposed discipline: the day from which it took effect, which
 * determines how long it counts, and the clause and version that it names. The sanction is a
 * decision and is not corrected here: it is reduced, grieved or settled.
 */
export class CorrectDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsOptional() @IsDay() effectiveOn?: Day | null;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((one: CorrectedCharge) => one?.allegationId)
  @ValidateNested({ each: true })
  @Type(() => CorrectedCharge)
  charges?: CorrectedCharge[];
  /** What was wrong, and how that is known. */
  @IsProse(5_000) reasons!: string;
  /** The authority that ordered the correction. */
  @IsIn(authorities) authority!: Authority;
}

interface Facts {
  readonly policy: PolicyState;
  readonly matter: CaseState;
}
const charges = proceedingRefusals('history.no-such-charge', 'history.no-such-clause', 'history.version-not-then', 'history.unchanged');
type Disciplined = Extract<CurrentProceeding, { discipline: unknown }>;

/**
 * The corrected allegation. Its clause must be in a version that was in force at the time of the
 * deed.
 */
function corrected(
  charge: CorrectedCharge,
  index: number,
  state: Disciplined,
  { facts, refuse }: Pick<ContextOf<Facts, typeof charges>, 'facts' | 'refuse'>,
) {
  const { allegationId, clause, policyVersion } = charge;
  const at = `charges.${index}`;
  const was = state.allegations.find((put) => put.allegationId === allegationId);
  if (!was || !state.sustained.includes(allegationId)) return refuse('history.no-such-charge', { fields: [`${at}.allegationId`] });
  if (was.clause === clause && was.policyVersion === policyVersion) return refuse('history.unchanged', { fields: [at] });
  const version = versionNamed(facts.policy, policyVersion);
  if (!version || !clauseOf(version, clause))
    return refuse('history.no-such-clause', { fields: [`${at}.${version ? 'clause' : 'policyVersion'}`] });
  const deed = facts.matter.status === 'absent' ? undefined : facts.matter.allegations.get(allegationId)?.deed;
  if (deed && 'from' in deed && !versionsOver(facts.policy, deed.from, deed.to).includes(version))
    return refuse('history.version-not-then', { fields: [`${at}.policyVersion`] });
  return { allegationId, clause, policyVersion, was: { clause: was.clause, policyVersion: was.policyVersion } };
}

export const CorrectDisciplineHandler = commandHandler(CorrectDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR')],
  refuses: { ...charges, ...proceedingRefusals('proceeding.nothing-imposed', 'proceeding.day-too-early') },
  opens: (state, { refuse }) => (!('discipline' in state) || state.status === 'reversed' ? refuse('proceeding.nothing-imposed') : state),
  gather: async (_, state, reads) => ({
    policy: await reads.state(policies, policyId),
    matter: state.status === 'absent' ? cases.initial : await reads.state(cases, state.caseId),
  }),
  decide(command, state, context) {
    const { today, refuse } = context;
    const { effectiveOn, authority } = command;
    const { caseId, discipline } = state;
    if (!effectiveOn && !command.charges?.length) return refuse('history.unchanged', { fields: [] });
    if (effectiveOn === discipline.imposedOn) return refuse('history.unchanged', { fields: ['effectiveOn'] });
    if (effectiveOn && effectiveOn < state.openedOn) return refuse('proceeding.day-too-early', { fields: ['effectiveOn'] });
    const by = { caseId, on: today, reasons: seal(command.reasons), authority };
    const named = (command.charges ?? []).map((charge, index) => ChargeCorrected({ ...by, ...corrected(charge, index, state, context) }));
    if (!effectiveOn) return named;
    const { countsForMonths } = discipline.rung;
    const countsUntil = countsForMonths === null ? null : plusMonths(effectiveOn, countsForMonths);
    return [DisciplineCorrected({ ...by, effectiveOn, countsUntil }), ...named];
  },
});
