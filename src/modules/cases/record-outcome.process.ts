import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { DeterminationIssued } from './case.js';
import { AllegationsSustained, NothingSustained, proceedingId } from './proceeding.js';
import { RecordOutcome } from './record-outcome.js';

interface Outcome {
  readonly caseId: string;
  readonly subject: string;
  readonly sustained: string[];
}

/** A determination reaches the proceeding of each of its subjects. */
export const recordOutcome = process<
  Outcome,
  {
    DeterminationIssued: typeof DeterminationIssued;
    AllegationsSustained: typeof AllegationsSustained;
    NothingSustained: typeof NothingSustained;
  }
>({
  name: 'record_outcome',
  version: 1,
  events: { DeterminationIssued, AllegationsSustained, NothingSustained },
  keys: {
    DeterminationIssued: ({ stream, data }) => [
      ...new Set(data.outcomes.map(({ subject }) => proceedingId(streamParts(stream).id, subject))),
    ],
  },
  fold: {
    DeterminationIssued: (_, { stream, recordedAt, data }, key) => {
      const caseId = streamParts(stream).id;
      const own = data.outcomes.filter(({ subject }) => proceedingId(caseId, subject) === key);
      const subject = own[0]?.subject;
      if (subject === undefined) throw new Error(`the determination of case ${caseId} has no subject of proceeding ${key}`);
      const sustained = own.filter(({ outcome }) => outcome === 'sustained').map(({ allegationId }) => allegationId);
      return { dueAt: recordedAt, data: { caseId, subject, sustained } };
    },
    AllegationsSustained: () => null,
    NothingSustained: () => null,
  },
  act: (data) => Object.assign(new RecordOutcome(), data),
});
