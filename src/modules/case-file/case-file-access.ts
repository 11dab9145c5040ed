import { admit, type Caller, type Grant, office } from '../../platform/access/access.js';
import { type CaseState, decider } from '../cases/cases.public.js';
import type { FileAudience } from './case-file-audience.js';

const counsel = office('City Attorney');

/**
 * The grants for taking a case's file for an audience. They admit people who may read all its parts
 * elsewhere.
 */
const takers: Readonly<Record<FileAudience, readonly Grant<CaseState>[]>> = {
  decider: [decider, counsel],
  counsel: [counsel],
  hr: [office('HR'), counsel],
  auditor: [office('Auditor'), counsel],
  subject: [decider, counsel],
  prosecutor: [decider, counsel],
  public: [decider, counsel, office('HR'), office('Auditor')],
};

/** Grants of people who may take the file for at least one audience. */
export const takesFiles = [decider, counsel, office('HR'), office('Auditor')];

export const mayTakeFor = (audience: FileAudience, caller: Caller, state: CaseState): boolean =>
  admit(takers[audience], caller, state) !== undefined;
