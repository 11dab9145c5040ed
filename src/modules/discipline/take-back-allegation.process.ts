import { streamParts } from '../../platform/events/envelope.js';
import { type Due, process } from '../../platform/processes/process.js';
import { AllegationWithdrawn, CaseReopened, DeterminationIssued } from '../cases/cases.public.js';
import { AllegationPut, AllegationsSustained, AllegationTakenBack } from '../proceedings/proceedings.public.js';
import { TakeBackAllegation } from './take-back-allegation.js';

interface Taking {
  /** The allegation is in its subject's proceeding. */
  readonly put: boolean;
  /** The command's fields, once the allegation is withdrawn. */
  readonly of: Pick<TakeBackAllegation, 'caseId' | 'subject' | 'allegationId' | 'replaced'> | null;
}
const events = {
  AllegationPut,
  AllegationWithdrawn,
  AllegationTakenBack,
  AllegationsSustained,
  DeterminationIssued,
  CaseReopened,
};
const put: Due<Taking> = { dueAt: null, data: { put: true, of: null } };

/**
 * Takes an allegation that its case withdrew out of its subject's proceeding, but not before it is
 * there.
 */
export const takeBackAllegation = process<Taking, typeof events>({
  name: 'take_back_allegation',
  version: 2,
  events,
  keys: {
    AllegationPut: ({ data }) => [data.allegation.allegationId],
    AllegationWithdrawn: ({ data }) => [data.allegationId],
    AllegationTakenBack: ({ data }) => [data.allegationId],
    AllegationsSustained: ({ data }) => data.allegationIds,
    DeterminationIssued: ({ data }) => data.outcomes.map(({ allegationId }) => allegationId),
    CaseReopened: ({ data }) => data.setAside.map(({ allegationId }) => allegationId),
  },
  fold: {
    AllegationPut: (row, { recordedAt }) => (row ? { dueAt: recordedAt, data: { ...row.data, put: true } } : put),
    AllegationWithdrawn: (row, { stream, recordedAt, data: { subject, replacedBy } }, allegationId) => ({
      dueAt: row?.data.put ? recordedAt : null,
      data: {
        put: row?.data.put ?? false,
        of: { caseId: streamParts(stream).id, subject, allegationId, replaced: replacedBy !== null },
      },
    }),
    AllegationTakenBack: () => null,
    AllegationsSustained: () => null,
    DeterminationIssued: () => null,
    CaseReopened: () => put,
  },
  act: ({ of }) => Object.assign(new TakeBackAllegation(), of),
});
