import { IsUUID } from 'class-validator';
import { anyone, office } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, listQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { acknowledgements, type Manner } from './acknowledgement.js';

export class AcknowledgedVersion {
  version!: string;
  on!: Day;
  /** Signed in by the person themself, or given on paper and entered by HR. */
  manner!: Manner;
}

export class Acknowledgements {
  items!: AcknowledgedVersion[];
}

/** The versions that a person acknowledged, as entered. */
export class ListAcknowledgements extends AsOfQuery<Acknowledgements> {
  @IsUUID() personId!: string;
}

const refuses = platformRefusals('access.not-permitted');

export const ListAcknowledgementsHandler = listQuery<ListAcknowledgements, Acknowledgements, typeof refuses>(ListAcknowledgements, {
  may: [office('HR'), anyone],
  refuses,
  async run({ personId }, reads, refuse) {
    if (personId !== reads.caller.person && reads.office !== 'HR') return refuse('access.not-permitted');
    const state = await reads.state(acknowledgements, personId);
    return { items: state.status === 'absent' ? [] : [...state.versions] };
  },
});
