import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { CasesLinked } from './case.js';
import { RecordLink } from './record-link.js';

/** Records a link that was made in one case in the other case too. */
export const recordLink = process({
  name: 'record_link',
  version: 2,
  events: { CasesLinked },
  keys: { CasesLinked: ({ data: { caseId, other, kind } }) => [`${caseId}:${other}:${kind}`] },
  fold: {
    CasesLinked: (_, { stream, recordedAt, data }) => (streamParts(stream).id === data.other ? null : { dueAt: recordedAt, data }),
  },
  act: (data: Pick<RecordLink, 'caseId' | 'other' | 'kind'>) => Object.assign(new RecordLink(), data),
});
