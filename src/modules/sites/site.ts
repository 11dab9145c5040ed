import { Enum, Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { type DataOf, event } from '../../platform/events/event.js';
import { DayText, Id, OrNull } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';

const line = () => Text({ minLength: 1, maxLength: 200 });
const prose = () => Text({ minLength: 1, maxLength: 2_000 });
const Address = () => Text({ pattern: '^https://\\S{1,1000}$' });

export const archivings = ['protocol', 'tool'] as const;
export const suspensions = ['vandalised', 'compromised', 'terms', 'other'] as const;
export const changes = ['add', 'remove'] as const;

/**
 * The Communications Manager proposes a site, a page or another account of the city. `department`
 * owns its content.
 */
export const SiteProposed = event('SiteProposed', 1, 'internal', {
  name: line(),
  platform: line(),
  address: Address(),
  department: OrNull(Id()),
  purpose: prose(),
});
/** `administrators` excludes the IT Director, who is an administrator by office from the start. */
export const SiteApproved = event('SiteApproved', 1, 'internal', { administrators: ListOf(Id()), note: OrNull(prose()) });
export const SiteDeclined = event('SiteDeclined', 1, 'internal', { reasons: prose() });
/**
 * The site goes live. Records how it is archived, and where it links its civility and acceptable
 * use policy.
 */
export const SiteActivated = event('SiteActivated', 1, 'internal', {
  on: DayText(),
  archiving: Shape({ kind: Enum(archivings), name: line() }, { additionalProperties: false }),
  civilityPolicy: Address(),
});
export const SiteSuspended = event('SiteSuspended', 1, 'internal', { cause: Enum(suspensions), reasons: prose() });
export const SiteResumed = event('SiteResumed', 1, 'internal', { reasons: prose() });
export const SiteRetired = event('SiteRetired', 1, 'internal', { on: DayText(), reasons: prose() });
export const AdministratorChangeProposed = event('AdministratorChangeProposed', 1, 'internal', {
  person: Id(),
  change: Enum(changes),
  reasons: prose(),
});
export const AdministratorAdded = event('AdministratorAdded', 1, 'internal', { person: Id() });
export const AdministratorRemoved = event('AdministratorRemoved', 1, 'internal', { person: Id() });
export const AdministratorChangeDeclined = event('AdministratorChangeDeclined', 1, 'internal', { person: Id(), reasons: prose() });

export const siteEvents = {
  SiteProposed,
  SiteApproved,
  SiteDeclined,
  SiteActivated,
  SiteSuspended,
  SiteResumed,
  SiteRetired,
  AdministratorChangeProposed,
  AdministratorAdded,
  AdministratorRemoved,
  AdministratorChangeDeclined,
};

interface Proposed extends DataOf<typeof SiteProposed> {}
interface Approved extends Proposed {
  /** Persons in addition to the IT Director in office. */
  readonly administrators: readonly string[];
  /** Changes that wait for the City Manager's decision, by person. */
  readonly pending: ReadonlyMap<string, (typeof changes)[number]>;
}
type Live = DataOf<typeof SiteActivated>;
export type SiteState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'proposed' | 'declined' } & Proposed)
  | ({ readonly status: 'approved' } & Approved)
  | ({ readonly status: 'active' | 'suspended' } & Approved & { readonly live: Live })
  | ({ readonly status: 'retired' } & Approved & { readonly live: Live | null });
export type SiteStatus = Exclude<SiteState['status'], 'absent'>;
export type ApprovedSite = Extract<SiteState, Approved>;

export const isApproved = (state: SiteState): state is ApprovedSite => 'administrators' in state;

const proposed = (state: SiteState): Proposed => {
  if (state.status === 'absent') throw new Error('a site starts with SiteProposed');
  return state;
};
const approved = (state: SiteState): ApprovedSite => {
  if (!isApproved(state)) throw new Error('the site was not approved');
  return state;
};
const live = (state: SiteState): Live => {
  if (!('live' in state) || !state.live) throw new Error('the site was never active');
  return state.live;
};
const settled = (state: SiteState, person: string, administrators: readonly string[]): SiteState => {
  const pending = new Map(approved(state).pending);
  pending.delete(person);
  return { ...approved(state), administrators, pending };
};

export const sites: Stream<SiteState, typeof siteEvents> = {
  name: 'site',
  initial: { status: 'absent' },
  events: siteEvents,
  evolve: {
    SiteProposed: (_, { data }) => ({ status: 'proposed', ...data }),
    SiteApproved: (state, { data }) => ({
      ...proposed(state),
      status: 'approved',
      administrators: data.administrators,
      pending: new Map(),
    }),
    SiteDeclined: (state) => ({ ...proposed(state), status: 'declined' }),
    SiteActivated: (state, { data }) => ({ ...approved(state), status: 'active', live: data }),
    SiteSuspended: (state) => ({ ...approved(state), status: 'suspended', live: live(state) }),
    SiteResumed: (state) => ({ ...approved(state), status: 'active', live: live(state) }),
    SiteRetired: (state) => ({ ...approved(state), status: 'retired', live: 'live' in state ? state.live : null }),
    AdministratorChangeProposed: (state, { data }) => ({
      ...approved(state),
      pending: new Map(approved(state).pending).set(data.person, data.change),
    }),
    AdministratorAdded: (state, { data }) => settled(state, data.person, [...approved(state).administrators, data.person]),
    AdministratorRemoved: (state, { data }) =>
      settled(
        state,
        data.person,
        approved(state).administrators.filter((person) => person !== data.person),
      ),
    AdministratorChangeDeclined: (state, { data }) => settled(state, data.person, approved(state).administrators),
  },
};
