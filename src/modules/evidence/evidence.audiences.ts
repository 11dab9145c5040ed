import { anyone, type Caller, office } from '../../platform/access/access.js';

/** Those who work on the evidence of a case. */
export const works = ['intake', 'decider', 'investigator', 'counsel'] as const;
/** Those who read its interviews. */
export const hears = ['decider', 'investigator', 'counsel'] as const;

/**
 * The case says who works on an item or an interview, and all of those read the same. Nobody else
 * gets this far.
 */
export const among =
  <Audience extends string>(audiences: readonly Audience[]) =>
  (_: unknown, caller: Caller): readonly (Audience | 'auditor')[] => [
    ...(anyone.admits(caller, _) ? audiences : []),
    ...(office('Auditor').admits(caller, _) ? (['auditor'] as const) : []),
  ];
