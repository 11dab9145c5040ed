import { DepartmentEntered } from '../../../src/modules/directory/department.js';
import { EnterDepartmentHandler } from '../../../src/modules/directory/enter-department.js';
import { EnterPersonHandler } from '../../../src/modules/directory/enter-person.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { type Office, systemCaller } from '../../../src/platform/access/access.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, today } from '../../kit/given.js';
import { parks } from './people.js';

const hana = caller('hana', 'HR');

describe('entering a department', () => {
  it.each<Office>(['HR', 'IT Director', 'City Manager'])('is open to %s', (office) =>
    given()
      .when(EnterDepartmentHandler, { name: 'Parks' }, caller('p', office))
      .then(DepartmentEntered({ name: 'Parks' })),
  );

  it('is open to the set-up of an empty city', () =>
    given()
      .when(EnterDepartmentHandler, { name: 'Parks' }, systemCaller)
      .then(DepartmentEntered({ name: 'Parks' })));

  it('is refused to everyone else', () =>
    given()
      .when(EnterDepartmentHandler, { name: 'Parks' }, caller('p', 'Director', 'Communications Manager'))
      .refused('access.not-permitted'));
});

describe('entering a person', () => {
  const ida = { name: 'Ida Wells', title: 'Arborist', department: parks, track: 'probationary', from: '2026-02-01' } as const;
  const known = { departmentExists: true };

  it('seals the name and the title', () =>
    given()
      .when(EnterPersonHandler, ida, hana, known)
      .then(
        PersonEntered({ name: seal('Ida Wells'), title: seal('Arborist'), department: parks, track: 'probationary', from: '2026-02-01' }),
      ));

  it('begins today, with no department and no title, unless said otherwise', () =>
    given()
      .when(EnterPersonHandler, { name: 'Ida Wells', track: 'volunteer' }, caller('ian', 'IT Director'), known)
      .then(PersonEntered({ name: seal('Ida Wells'), title: null, department: null, track: 'volunteer', from: today })));

  it('is refused for a department that does not exist', () =>
    given().when(EnterPersonHandler, ida, hana, { departmentExists: false }).refused('person.no-such-department'));

  it('is refused to a City Manager', () =>
    given().when(EnterPersonHandler, ida, caller('carl', 'City Manager'), known).refused('access.not-permitted'));
});
