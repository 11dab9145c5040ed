export { AssignOffice } from './assign-office.js';
export { departments } from './department.js';
export { EnterDepartment } from './enter-department.js';
export { EnterPerson } from './enter-person.js';
export { holdersOn, officeHolding } from './office-holding.view.js';
export {
  type AssignableOffice,
  assignableOffices,
  departmentOf,
  inServiceOn,
  officesOn,
  type PersonState,
  people,
  type Track,
  trackOn,
  tracks,
} from './person.js';
export { isSuperior } from './superior.js';
