import { type AssignOffice, AssignOfficeHandler } from '../../../src/modules/directory/assign-office.js';
import { EndOfficeHandler } from '../../../src/modules/directory/end-office.js';
import type { OfficeHoldingRow } from '../../../src/modules/directory/office-holding.view.js';
import { OfficeAssigned, OfficeEnded, PersonLeft, people } from '../../../src/modules/directory/person.js';
import { type Caller, systemCaller } from '../../../src/platform/access/access.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { Row } from '../../../src/platform/queries/query-handler.js';
import { caller, given, today } from '../../kit/given.js';
import { assigned, entered, id, parks, person, police, sam } from './people.js';

const hana = caller('hana', 'HR');
const directorOf = (department: string): Caller => ({
  person: id('dana'),
  offices: [{ office: 'Director', department }, { office: 'Employee' }],
});
const dana = person('dana', entered('managerial'), assigned('Director', { department: parks }));
const nothing = { departmentExists: true, replaced: people.initial, approver: people.initial, holdings: [] as Row<OfficeHoldingRow>[] };
const assignmentId = derivedId('spec', 'assignment');
const plain = { assignmentId, department: null, from: today, until: null, acting: false, replaces: null, approvedBy: null };
const held = (change: Partial<Row<OfficeHoldingRow>> = {}): Row<OfficeHoldingRow> => ({
  key: derivedId('spec-assignment', 'held'),
  person: id('cara'),
  office: 'City Manager',
  department: null,
  fromDay: '2018-01-01',
  untilDay: null,
  acting: false,
  replaces: null,
  ...change,
});

const assign = (command: Partial<AssignOffice>, who = hana, facts = nothing, ...more: ReturnType<typeof OfficeAssigned>[]) =>
  given(entered(), ...more).when(AssignOfficeHandler, { personId: sam, ...command }, who, facts);

describe('assigning an office', () => {
  it.each([
    ['HR', hana],
    ['the City Manager', caller('cara', 'City Manager')],
    ['the set-up of an empty city', systemCaller],
  ])('is open to %s', (_, who) => assign({ office: 'City Clerk' }, who).then(OfficeAssigned({ ...plain, office: 'City Clerk' })));

  it('lets an acting holder stand in beside the one who holds it', () =>
    assign({ office: 'City Manager', from: '2026-03-09', until: '2026-03-13', acting: true, replaces: id('cara') }, hana, {
      ...nothing,
      replaced: person('cara', entered('managerial', null), assigned('City Manager')),
      holdings: [held()],
    }).then(
      OfficeAssigned({
        ...plain,
        office: 'City Manager',
        from: '2026-03-09',
        until: '2026-03-13',
        acting: true,
        replaces: id('cara'),
      }),
    ));

  it('follows upon a holder whose last day came before', () =>
    assign({ office: 'City Manager' }, hana, { ...nothing, holdings: [held({ untilDay: '2026-03-01' })] }).then(
      OfficeAssigned({ ...plain, office: 'City Manager' }),
    ));

  it('leaves room beside an acting holder, and for a director of another department', () => {
    assign({ office: 'City Manager' }, hana, { ...nothing, holdings: [held({ acting: true })] }).then(
      OfficeAssigned({ ...plain, office: 'City Manager' }),
    );
    assign({ office: 'Director', department: parks }, hana, {
      ...nothing,
      holdings: [held({ office: 'Director', department: police })],
    }).then(OfficeAssigned({ ...plain, office: 'Director', department: parks }));
  });

  it('is refused to the person who would hold it', () => assign({ office: 'City Manager' }, caller(sam, 'HR')).refused('office.own'));
  it('is refused to everyone else', () =>
    assign({ office: 'City Clerk' }, caller('o', 'City Attorney', 'IT Director', 'Auditor', 'Designee')).refused('access.not-permitted'));
  it('is refused without the department of a Director', () => assign({ office: 'Director' }).refused('office.needs-department'));
  it('is refused with a department for an office of the whole city', () =>
    assign({ office: 'City Clerk', department: parks }).refused('office.takes-no-department'));
  it('is refused in a department that does not exist', () =>
    assign({ office: 'Director', department: parks }, hana, { ...nothing, departmentExists: false }).refused('office.no-such-department'));
  it('is refused with its last day before its first', () =>
    assign({ office: 'HR', from: '2026-03-09', until: '2026-03-08' }).refused('office.dates-reversed'));
  it('is refused before the person serves', () => assign({ office: 'HR', from: '2019-12-31' }).refused('office.not-in-service'));
  it('is refused once a departure is on record', () =>
    given(entered(), PersonLeft({ on: '2026-12-31', ends: [] }))
      .when(AssignOfficeHandler, { personId: sam, office: 'HR' }, hana, nothing)
      .refused('office.not-in-service'));
  it('is refused while the person holds it', () =>
    assign({ office: 'HR' }, hana, nothing, assigned('HR', { until: today })).refused('office.held-already'));
  it('is refused while another holds it', () =>
    assign({ office: 'City Manager', from: '2026-03-09' }, hana, { ...nothing, holdings: [held({ untilDay: '2026-03-09' })] }).refused(
      'office.held-by-another',
    ));
  it('is refused where a holder who is not acting replaces somebody', () =>
    assign({ office: 'City Clerk', replaces: id('cara') }).refused('office.replaces-needs-acting'));
  it('is refused where the person replaced does not hold it', () =>
    assign({ office: 'City Clerk', acting: true, replaces: id('cara') }, hana, {
      ...nothing,
      replaced: person('cara', entered(), assigned('City Manager')),
    }).refused('office.replaced-holds-it-not'));
});

describe('assigning a designee', () => {
  const designee = { office: 'Designee', department: parks } as const;
  const approved = { ...nothing, approver: dana };
  const event = OfficeAssigned({ ...plain, office: 'Designee', department: parks, approvedBy: id('dana') });

  it('is approved by the director who assigns one', () => assign(designee, directorOf(parks), approved).then(event));
  it('names the director who approved where HR enters it', () =>
    assign({ ...designee, approvedBy: id('dana') }, hana, approved).then(event));
  it('is refused without that approval', () => assign(designee).refused('office.designee-not-approved'));
  it('is refused on the approval of a director of another department', () =>
    assign({ ...designee, department: police, approvedBy: id('dana') }, hana, approved).refused('office.designee-not-approved'));
  it('is refused on the approval of a director who is one no more', () =>
    assign({ ...designee, approvedBy: id('dana') }, hana, {
      ...nothing,
      approver: person('dana', entered(), assigned('Director', { department: parks, until: '2026-03-01' })),
    }).refused('office.designee-not-approved'));
  it('is refused to a director of another department', () =>
    assign(designee, directorOf(police), approved).refused('access.not-permitted'));
  it('is all that a director assigns', () => assign({ office: 'HR' }, directorOf(parks), approved).refused('access.not-permitted'));
});

describe('ending an office', () => {
  const hr = assigned('HR');
  const ending = { personId: sam, assignmentId: hr.data.assignmentId };
  const designee = assigned('Designee', { department: parks });

  it('sets its last day, today unless given', () => {
    given(entered(), hr)
      .when(EndOfficeHandler, ending, hana)
      .then(OfficeEnded({ assignmentId: ending.assignmentId, until: today }));
    given(entered(), hr)
      .when(EndOfficeHandler, { ...ending, until: '2026-06-30' }, caller('cara', 'City Manager'))
      .then(OfficeEnded({ assignmentId: ending.assignmentId, until: '2026-06-30' }));
  });
  it('calls one off that has not begun', () =>
    given(entered(), assigned('HR', { from: '2026-04-01' }))
      .when(EndOfficeHandler, ending, hana)
      .then(OfficeEnded({ assignmentId: ending.assignmentId, until: today })));
  it('is open to a director for a designee of that department', () =>
    given(entered(), designee)
      .when(EndOfficeHandler, { personId: sam, assignmentId: designee.data.assignmentId }, directorOf(parks))
      .then(OfficeEnded({ assignmentId: designee.data.assignmentId, until: today })));
  it('is refused to a director of another department, and for any other office', () => {
    given(entered(), designee)
      .when(EndOfficeHandler, { personId: sam, assignmentId: designee.data.assignmentId }, directorOf(police))
      .refused('access.not-permitted');
    given(entered(), hr).when(EndOfficeHandler, ending, directorOf(parks)).refused('access.not-permitted');
  });
  it('is refused to everyone else', () =>
    given(entered(), hr)
      .when(EndOfficeHandler, ending, caller('o', 'City Clerk', 'IT Director'))
      .refused('access.not-permitted'));
  it('is refused for an assignment that the person does not have', () =>
    given(entered(), hr)
      .when(EndOfficeHandler, { ...ending, assignmentId: parks }, hana)
      .refused('office.no-such-assignment'));
  it('is refused where it ends by then', () =>
    given(entered(), assigned('HR', { until: today }))
      .when(EndOfficeHandler, ending, hana)
      .refused('office.ended-already'));
  it('is refused before the first day of one that has begun', () =>
    given(entered(), hr)
      .when(EndOfficeHandler, { ...ending, until: '2019-12-31' }, hana)
      .refused('office.already-begun'));
});
