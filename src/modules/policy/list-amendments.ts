import { anyone } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { policies, policyId } from './policy.js';

export const instrumentKinds = ['adoption', 'amendment', 'rescission', 'unresolved'] as const;
export type InstrumentKind = (typeof instrumentKinds)[number];

export class RenumberedClauseFromTo {
  id!: string;
  from!: string | null;
  to!: string | null;
}

/** Ids of the clauses that an amendment touched. */
export class AmendedClauseIds {
  added!: string[];
  changed!: string[];
  removed!: string[];
  renumbered!: RenumberedClauseFromTo[];
  moved!: string[];
}

/** An instrument and what it did to the policy. */
export class PolicyInstrument {
  kind!: InstrumentKind;
  instrument!: string;
  /** The version that it made; null for a rescission and for an instrument whose effect is unresolved. */
  version!: string | null;
  /** The version that it amended. */
  base!: string | null;
  /** null for an instrument whose effect is unresolved. */
  adoptedOn!: Day | null;
  /** First day of its effect; the day of the instrument where its effect is unresolved. */
  effectiveFrom!: Day;
  changes!: AmendedClauseIds | null;
  /** A note, or the question that is open. */
  note!: string | null;
}

export class PolicyInstruments {
  /** In the order in which they take effect. */
  items!: PolicyInstrument[];
}

/** Every instrument that made, amended or ended the policy, and those of which nobody has settled whether they did. */
export class ListAmendments extends AsOfQuery<PolicyInstruments> {}

const noVersion = { version: null, base: null, changes: null };

export const ListAmendmentsHandler = streamQuery<ListAmendments, typeof policies, PolicyInstruments>(ListAmendments, {
  stream: policies,
  of: () => policyId,
  may: [anyone],
  async run(_, { versions, rescissions, unresolved }) {
    const items: PolicyInstrument[] = [
      ...versions.map(({ version, instrument, adoptedOn, effectiveFrom, note, amends }) => ({
        kind: amends ? ('amendment' as const) : ('adoption' as const),
        instrument,
        version,
        base: amends?.base ?? null,
        adoptedOn,
        effectiveFrom,
        changes: amends && {
          added: [...amends.changes.added],
          changed: [...amends.changes.changed],
          removed: [...amends.changes.removed],
          renumbered: [...amends.changes.renumbered],
          moved: [...amends.changes.moved],
        },
        note,
      })),
      ...rescissions.map((rescission) => ({ ...noVersion, kind: 'rescission' as const, ...rescission })),
      ...unresolved.map(({ instrument, on, question }) => ({
        ...noVersion,
        kind: 'unresolved' as const,
        instrument,
        adoptedOn: null,
        effectiveFrom: on,
        note: question,
      })),
    ];
    return { items: items.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0)) };
  },
});
