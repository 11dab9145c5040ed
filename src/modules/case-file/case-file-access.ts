import { admit, type Caller, type Grant, office } from '../../platform/access/access.js';
import { type CaseState, decider } from '../cases/cases.public.js';
import type { FileAudience } from './case-file-audience.js';

const counsel = office('City Attorney');

/** Who may take the file of a case for an audience: whoever reads all that is in it where it stands. */
const takers: Readonly<Record<FileAudience, readonly Grant<CaseState>[]>> = {
  decider: [decider, counsel],
  counsel: [counsel],
  hr: [office('HR'), counsel],
  auditor: [office('Auditor'), counsel],
  subject: [decider, counsel],
  prosecutor: [decider, counsel],
  public: [decider, counsel, office('HR'), office('Auditor')],
};

/** Whoever may take it for one audience at least. */
export const takesFiles = [decider, counsel, office('HR'), office('Auditor')];

export const mayTakeFor = (audience: FileAudience, caller: Caller, state: CaseState): boolean =>
  admit(takers[audience], caller, state) !== undefined;
