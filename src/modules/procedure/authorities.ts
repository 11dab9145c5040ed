import type { Caller, Office } from '../../platform/access/access.js';
import type { SettledAuthority } from './vocabulary.js';

/** The first of these offices that the caller holds. */
export const holding = (caller: Caller, among: readonly Office[]): Office | undefined =>
  among.find((office) => caller.offices.some((held) => held.office === office));

/**
 * The office in which a caller decides for an authority. The City Clerk, or in their place the City
 * Attorney, enters Council's act.
 */
export const decidesFor = (authority: SettledAuthority['decides'], caller: Caller): Office | undefined =>
  holding(caller, actsFor(authority));

/** The offices that act for an authority, as owners of a step. */
export const actsFor = (authority: SettledAuthority['decides']): readonly Office[] =>
  authority === 'Council' ? ['City Clerk', 'City Attorney'] : [authority];
