/**
 * Every clause of the policy and every house rule, by id, in the order in which a city reads them.
 * Each module declares how it carries them out: its refusals cite them, and its definition names the
 * events that record one and the queries and processes that monitor it. A clause for which nobody
 * does is shown as open in the generated matrix.
 */
export const clauses = [
  ...['VIO-1', 'VIO-2', 'VIO-3'],
  ...['GEN-1', 'GEN-2', 'GEN-3', 'GEN-4', 'GEN-5', 'GEN-6'],
  ...['CON-1', 'CON-2', 'CON-3', 'CON-4'],
  ...['STD-1', 'STD-2', 'STD-3', 'STD-4', 'STD-5', 'STD-6', 'STD-7', 'STD-8', 'STD-9', 'STD-10', 'STD-11', 'STD-12', 'STD-13'],
  ...['COM-1', 'COM-2', 'COM-3', 'COM-4'],
  ...['CIV-1', 'CIV-2', 'CIV-3', 'CIV-4', 'CIV-5', 'CIV-6'],
  ...['REC-1', 'REC-2', 'REC-3'],
  ...['SEC-1', 'SEC-2', 'SEC-3', 'SEC-4', 'SEC-5', 'SEC-6', 'SEC-7', 'SEC-8', 'SEC-9'],
  ...['HOUSE-1', 'HOUSE-2'],
] as const;
