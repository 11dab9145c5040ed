import { Enum, String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import type { Stream } from '../../platform/events/stream.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { recordOfCase } from '../evidence/evidence.public.js';
import { Id, OrNull } from '../procedure/procedure.public.js';
import { fileAudiences } from './case-file-audience.js';
import { fileFormats } from './case-file-render.js';

/** Someone read of a case for the first time since they signed in; who and in which office is the event's actor. */
export const CaseSeen = event('CaseSeen', 1, 'personnel', { caseId: Id() });
/** Someone took the file of a case: `upTo` is the last event that it knows of, `sha256` that of the bytes they were given. */
export const CaseFileTaken = event(
  'CaseFileTaken',
  1,
  'personnel',
  {
    caseId: Id(),
    audience: Enum([...fileAudiences]),
    subject: OrNull(Id()),
    format: Enum([...fileFormats]),
    upTo: Id(),
    sha256: Text({ pattern: '^[0-9a-f]{64}$' }),
    purpose: SealedText(),
  },
  { record: ({ caseId }) => recordOfCase(caseId) },
);

const events = { CaseSeen, CaseFileTaken };

export type CaseAccessState = { readonly status: 'absent' } | { readonly status: 'looked-at'; readonly times: number };

const once = (state: CaseAccessState): CaseAccessState => ({
  status: 'looked-at',
  times: (state.status === 'absent' ? 0 : state.times) + 1,
});

/** The looks at one case; its id is the case's. They stand apart from the case, so that looking at one changes nothing of it. */
export const caseAccess: Stream<CaseAccessState, typeof events> = {
  name: 'look',
  initial: { status: 'absent' },
  events,
  evolve: { CaseSeen: once, CaseFileTaken: once },
};
