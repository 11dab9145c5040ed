import type { SettledAuthority } from '../procedure/procedure.public.js';
import { sameAuthority } from './authority.js';
import { AuthoritySettled, type CaseState, InvestigatorReleased } from './case.js';

/**
 * The consequences of naming another party: others may take in or decide, and the investigator may
 * have to hand over.
 */
export function consequences(
  state: Exclude<CaseState, { status: 'absent' }>,
  { settled, investigatorStays }: { readonly settled: SettledAuthority; readonly investigatorStays: boolean },
) {
  const investigator = 'investigator' in state ? state.investigator : null;
  return [
    ...(!state.vacant && sameAuthority(state.authority, settled)
      ? []
      : [AuthoritySettled({ intake: [...settled.intake], decides: settled.decides })]),
    ...(investigator && !investigatorStays ? [InvestigatorReleased({ investigator })] : []),
  ];
}
