import type { Clause } from '../../../src/modules/policy/clause.js';
import { clauseFrom } from '../../../src/modules/policy/clause-input.js';
import { resolution5716 } from '../../../src/modules/policy/kalispell.js';
import { ContinuityUnresolved, InterpretationRecorded, PolicyRescinded, PolicyVersionAdopted } from '../../../src/modules/policy/policy.js';
import { derivedId } from '../../../src/platform/ground/ids.js';

export const clause = (id: string, rest: Partial<Clause> = {}): Clause => ({
  id,
  parent: null,
  number: null,
  heading: null,
  text: `The text of ${id}.`,
  binds: 'employees',
  force: 'shall',
  ...rest,
});

export const first = PolicyVersionAdopted({ ...resolution5716, clauses: resolution5716.clauses.map(clauseFrom), note: null });
export const unresolved = ContinuityUnresolved({
  instrument: 'Resolution 5917',
  on: '2019-04-15',
  question: 'Did the handbook that was adopted whole carry this policy forward?',
});
export const amended = PolicyVersionAdopted({
  version: '6001',
  instrument: 'Resolution 6001',
  adoptedOn: '2021-06-07',
  effectiveFrom: '2021-07-01',
  clauses: [clause('STD-4', { text: 'Content is accurate.' })],
  note: null,
});

/** A small policy that is a tree. */
export const handbook = PolicyVersionAdopted({
  version: '100',
  instrument: 'Resolution 100',
  adoptedOn: '2020-01-06',
  effectiveFrom: '2020-02-01',
  clauses: [
    clause('STD', { number: 'II', heading: 'Standards', text: '' }),
    clause('STD-1', { parent: 'STD', number: '1' }),
    clause('STD-2', { parent: 'STD', number: '2' }),
    clause('STD-2a', { parent: 'STD-2', number: 'a' }),
    clause('STD-2b', { parent: 'STD-2', number: 'b' }),
    clause('STD-3', { parent: 'STD', number: '3' }),
    clause('REC', { number: 'III', heading: 'Records', text: '' }),
    clause('REC-1', { parent: 'REC', number: '1' }),
  ],
  note: null,
});
export const rescinded = PolicyRescinded({
  instrument: 'Resolution 120',
  adoptedOn: '2022-01-03',
  effectiveFrom: '2022-02-01',
  note: null,
});
export const read = InterpretationRecorded({
  interpretationId: derivedId('spec', 'interpretation'),
  version: '5716',
  clause: 'STD-3',
  question: 'Does a photograph of a candidate at a city event show a political view?',
  answer: 'Not by itself.',
  givenBy: 'City Attorney',
  on: '2018-05-01',
});
