import { anyone } from '../../platform/access/access.js';
import type { ModuleDefinition } from '../../platform/module-definition.js';
import { naming } from '../../platform/queries/names.js';
import { searchable } from '../../platform/search/searchable.js';
import { AssignOfficeHandler } from './assign-office.js';
import { ChangeTrackHandler } from './change-track.js';
import { departments } from './department.js';
import { departmentList, ListDepartmentsHandler } from './department-list.view.js';
import { DirectoryCallers } from './directory-callers.js';
import { EndOfficeHandler } from './end-office.js';
import { EnterDepartmentHandler } from './enter-department.js';
import { EnterPersonHandler } from './enter-person.js';
import { GetPersonHandler } from './get-person.js';
import { ListPeopleHandler } from './list-people.js';
import { ListOfficeHoldingsHandler, officeHolding } from './office-holding.view.js';
import { PersonEntered, PersonRenamed, people } from './person.js';
import { GetPersonActionsHandler } from './person-actions.js';
import { personList } from './person-list.view.js';
import { RecordDepartureHandler } from './record-departure.js';
import { RecordReturnHandler } from './record-return.js';
import { RenamePersonHandler } from './rename-person.js';
import { TransferPersonHandler } from './transfer-person.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const directoryDefinition: ModuleDefinition = {
  name: 'directory',
  streams: [departments, people],
  commandHandlers: [
    EnterDepartmentHandler,
    EnterPersonHandler,
    RenamePersonHandler,
    ChangeTrackHandler,
    TransferPersonHandler,
    AssignOfficeHandler,
    EndOfficeHandler,
    RecordDepartureHandler,
    RecordReturnHandler,
  ],
  queryHandlers: [GetPersonActionsHandler, ListDepartmentsHandler, ListPeopleHandler, GetPersonHandler, ListOfficeHoldingsHandler],
  views: [departmentList, personList, officeHolding],
  processes: [],
  searchables: [
    searchable(PersonEntered, ({ stream }) => [stream], { part: ({ data }) => data.name, says: () => 'name' }),
    searchable(PersonRenamed, ({ stream }) => [stream], { part: ({ data }) => data.name, says: () => 'name' }),
  ],
  namings: [
    naming('person', {
      stream: people,
      may: [anyone],
      called: (state) => (state.status === 'absent' ? undefined : { name: state.name, title: state.title }),
    }),
    naming('department', {
      stream: departments,
      may: [anyone],
      called: (state) => (state.status === 'absent' ? undefined : { name: state.name, title: null }),
    }),
  ],
  routes: () => import('./directory.routes.js'),
  callers: (streams, clock, timeZone) => new DirectoryCallers(streams, clock, timeZone),
  clauses: {
    'CON-2': { records: [people.events.OfficeAssigned], monitors: [ListOfficeHoldingsHandler] },
  },
};
