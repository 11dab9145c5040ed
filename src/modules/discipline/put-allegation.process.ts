import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { AllegationFramed } from '../cases/cases.public.js';
import { AllegationPut } from '../proceedings/proceedings.public.js';
import { PutAllegation } from './put-allegation.js';

/** Puts every allegation that a case frames into its subject's proceeding. */
export const putAllegation = process({
  name: 'put_allegation',
  version: 2,
  events: { AllegationFramed, AllegationPut },
  keys: {
    AllegationFramed: ({ data }) => [data.allegationId],
    AllegationPut: ({ data }) => [data.allegation.allegationId],
  },
  fold: {
    AllegationFramed: (_, { stream, recordedAt, data: { subject, allegationId, clause, policyVersion } }) => ({
      dueAt: recordedAt,
      data: { caseId: streamParts(stream).id, subject, allegationId, clause, policyVersion },
    }),
    AllegationPut: () => null,
  },
  act: (data: Pick<PutAllegation, 'caseId' | 'subject' | 'allegationId' | 'clause' | 'policyVersion'>) =>
    Object.assign(new PutAllegation(), data),
});
