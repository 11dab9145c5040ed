import { process } from '../../platform/processes/process.js';
import { MakeFinal } from './make-final.js';
import { DisciplineBecameFinal, DisciplineImposed } from './proceeding.js';

/** Discipline becomes final when the time to grieve has run out. */
export const makeFinal = process({
  name: 'make_final',
  version: 1,
  events: { DisciplineImposed, DisciplineBecameFinal },
  fold: {
    DisciplineImposed: (_, { data }, key) =>
      data.grievableUntil === null ? null : { dueAt: data.grievableUntil, data: { proceedingId: key } },
    DisciplineBecameFinal: () => null,
  },
  act: (data: { readonly proceedingId: string }) => Object.assign(new MakeFinal(), data),
});
