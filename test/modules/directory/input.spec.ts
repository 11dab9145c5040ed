import { AssignOffice } from '../../../src/modules/directory/assign-office.js';
import { EnterPerson } from '../../../src/modules/directory/enter-person.js';
import { TransferPerson } from '../../../src/modules/directory/transfer-person.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import { parks, sam } from './people.js';

const problems = (type: new () => object, values: Record<string, unknown>): string[] => {
  try {
    instanceOf(type, values);
  } catch (error) {
    if (error instanceof Refusal)
      return (error.details.errors as { field: string; rule: string }[]).map(({ field, rule }) => `${field} ${rule}`);
    throw error;
  }
  return [];
};

describe('what is sent to the directory', () => {
  it('may leave out what has a default', () => {
    expect(problems(EnterPerson, { name: 'Ida Wells', track: 'fire' })).toEqual([]);
    expect(problems(AssignOffice, { personId: sam, office: 'HR' })).toEqual([]);
  });
  it('names the department of a transfer, or says that there is none', () => {
    const transfer = { personId: sam, from: '2026-03-02' };
    expect(problems(TransferPerson, { ...transfer, department: null })).toEqual([]);
    expect(problems(TransferPerson, { ...transfer, department: parks })).toEqual([]);
    expect(problems(TransferPerson, transfer)).toEqual(['department required']);
    expect(problems(TransferPerson, { ...transfer, department: 'Parks' })).toEqual(['department isUuid']);
  });
  it.each([
    ['a track that is none', EnterPerson, { name: 'Ida', track: 'boss' }, 'track isIn'],
    ['a name of two lines', EnterPerson, { name: 'Ida\nWells', track: 'fire' }, 'name isName'],
    ['a day that does not exist', EnterPerson, { name: 'Ida', track: 'fire', from: '2026-02-29' }, 'from isDay'],
    ['the office of every employee', AssignOffice, { personId: sam, office: 'Employee' }, 'office isIn'],
    ['the office of processes', AssignOffice, { personId: sam, office: 'System' }, 'office isIn'],
    ['text for a flag', AssignOffice, { personId: sam, office: 'HR', acting: 'true' }, 'acting isBoolean'],
    ['a field that is none', AssignOffice, { personId: sam, office: 'HR', assignmentId: parks }, 'assignmentId unknown'],
  ])('is refused for %s', (_, type, values, problem) => expect(problems(type as never, values)).toEqual([problem]));
});
