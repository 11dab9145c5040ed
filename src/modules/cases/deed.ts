import { ValidateBy, type ValidationOptions } from 'class-validator';
import type { ContextOf } from '../../platform/commands/command-handler.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { isDay, isInstant } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { clauseOf, inForceThroughout, type PolicyState, unresolvedOn, versionOn, versionsOver } from '../policy/policy.public.js';
import type { Deed } from '../procedure/procedure.public.js';
import { caseRefusals } from './case.js';

/** A day in the city, or an instant with its offset, which counts as its day in the city. */
export const IsDayOrInstant = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isDayOrInstant',
      validator: {
        validate: (value) => isDay(value) || isInstant(value),
        defaultMessage: () => '$property must be a day that exists, as YYYY-MM-DD, or an instant, as ISO 8601 with its offset',
      },
    },
    options,
  );

export interface DeedFields {
  readonly clause: string;
  readonly deedFrom?: string;
  readonly deedTo?: string;
  readonly deedUnknownBecause?: string;
}

export const deedRefusals = caseRefusals(
  'case.deed-unclear',
  'case.deed-reversed',
  'case.deed-in-future',
  'case.deed-spans-versions',
  'case.deed-undatable',
  'case.no-policy-then',
  'case.unknown-clause',
);

export interface Pinned {
  readonly clause: string;
  readonly policyVersion: string;
  readonly deed: Deed;
  readonly unresolved: string[];
}

/**
 * Ties a deed to the clause, in the version of the policy that was in force on the day of the deed.
 * `within` is the field that holds the deed's fields, with its dot.
 */
export function pinned(
  fields: DeedFields,
  policy: PolicyState,
  { now, today, timeZone, refuse }: Pick<ContextOf<unknown, typeof deedRefusals>, 'now' | 'today' | 'timeZone' | 'refuse'>,
  within: 'admission.' | '' = '',
): Pinned {
  const { clause, deedFrom, deedTo, deedUnknownBecause } = fields;
  const inFuture = (when: string) => (isDay(when) ? when > today : Date.parse(when) > Date.parse(now));
  const dayOf = (when: string): Day => (isDay(when) ? when : dayIn(timeZone, when));
  const at = (...atFault: readonly (keyof DeedFields)[]) => ({ fields: atFault.map((field) => `${within}${field}`) });
  const citing = (version: ReturnType<typeof versionOn>, deed: Deed, day: Day): Pinned => {
    if (!version) return refuse('case.no-policy-then', at());
    if (!clauseOf(version, clause)) return refuse('case.unknown-clause', { policyVersion: version.version, ...at('clause') });
    return { clause, policyVersion: version.version, deed, unresolved: unresolvedOn(policy, day).map(({ instrument }) => instrument) };
  };

  if (deedUnknownBecause) {
    const dated = (['deedFrom', 'deedTo'] as const).filter((field) => fields[field]);
    if (dated.length > 0) return refuse('case.deed-unclear', at(...dated, 'deedUnknownBecause'));
    const versions = policy.status === 'absent' ? [] : policy.versions.filter(({ effectiveFrom }) => effectiveFrom <= today);
    const [version] = versions;
    // If the only version was rescinded since, the deed may date from a day on which none was in
    // force.
    if (versions.length > 1 || (version && !inForceThroughout(policy, version.effectiveFrom, today)))
      return refuse('case.deed-undatable', at('deedFrom'));
    return citing(version, { unknown: seal(deedUnknownBecause) }, today);
  }
  if (!deedFrom) return refuse('case.deed-unclear', deedTo ? at('deedFrom') : at('deedFrom', 'deedUnknownBecause'));
  const ahead = (['deedFrom', 'deedTo'] as const).filter((field) => fields[field] && inFuture(fields[field]));
  if (ahead.length > 0) return refuse('case.deed-in-future', at(...ahead));
  const [from, to] = [dayOf(deedFrom), dayOf(deedTo ?? deedFrom)];
  if (to < from) return refuse('case.deed-reversed', at('deedTo'));
  if (!versionOn(policy, from)) return refuse('case.no-policy-then', at('deedFrom'));
  if (versionsOver(policy, from, to).length > 1) return refuse('case.deed-spans-versions', at('deedTo'));
  if (!inForceThroughout(policy, from, to)) return refuse('case.no-policy-then', at('deedTo'));
  return citing(versionOn(policy, from), { from, to }, to);
}

/** The last day of the deed; null where it is unknown. */
export const lastDayOf = (deed: Deed): Day | null => ('unknown' in deed ? null : deed.to);
