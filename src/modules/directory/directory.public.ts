export { type DepartmentState, departments } from './department.js';
export { holdersOn, OfficeHoldingRow, officeHolding } from './office-holding.view.js';
export {
  type AssignableOffice,
  type Assignment,
  assignableOffices,
  assignmentsOn,
  departmentOf,
  holdsOn,
  inServiceOn,
  officesOn,
  type PersonState,
  people,
  returnedOn,
  type Track,
  trackOn,
  tracks,
} from './person.js';
export { isSuperior } from './superior.js';
