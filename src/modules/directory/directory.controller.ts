import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { AssignOffice, AssignOfficeHandler } from './assign-office.js';
import { ChangeTrack, ChangeTrackHandler } from './change-track.js';
import { Department, ListDepartments, ListDepartmentsHandler } from './department-list.view.js';
import { EndOffice, EndOfficeHandler } from './end-office.js';
import { EnterDepartment, EnterDepartmentHandler } from './enter-department.js';
import { EnterPerson, EnterPersonHandler } from './enter-person.js';
import { GetPerson, GetPersonHandler, PersonInFull } from './get-person.js';
import { ListPeople, ListPeopleHandler } from './list-people.js';
import { ListOfficeHoldings, ListOfficeHoldingsHandler, OfficeHolding } from './office-holding.view.js';
import { GetPersonActions, GetPersonActionsHandler } from './person-actions.js';
import { Person } from './person-list.view.js';
import { RecordDeparture, RecordDepartureHandler } from './record-departure.js';
import { RecordReturn, RecordReturnHandler } from './record-return.js';
import { RenamePerson, RenamePersonHandler } from './rename-person.js';
import { TransferPerson, TransferPersonHandler } from './transfer-person.js';

@Controller('api')
export class DirectoryController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(EnterDepartmentHandler, 'departments')
  enterDepartment(@Input(EnterDepartment) command: EnterDepartment) {
    return this.commands.execute(command);
  }

  @Answers(ListDepartmentsHandler, 'departments', Department)
  listDepartments(@Input(ListDepartments) query: ListDepartments) {
    return this.queries.execute(query);
  }

  @Commands(EnterPersonHandler, 'people')
  enterPerson(@Input(EnterPerson) command: EnterPerson) {
    return this.commands.execute(command);
  }

  @Answers(ListPeopleHandler, 'people', Person)
  listPeople(@Input(ListPeople) query: ListPeople) {
    return this.queries.execute(query);
  }

  @Answers(GetPersonHandler, 'people/:personId', PersonInFull)
  getPerson(@Input(GetPerson) query: GetPerson) {
    return this.queries.execute(query);
  }

  @Answers(GetPersonActionsHandler, 'people/:personId/actions', ActionsShown)
  getPersonActions(@Input(GetPersonActions) query: GetPersonActions) {
    return this.queries.execute(query);
  }

  @Commands(ChangeTrackHandler, 'people/:personId/track')
  changeTrack(@Input(ChangeTrack) command: ChangeTrack) {
    return this.commands.execute(command);
  }

  @Commands(TransferPersonHandler, 'people/:personId/department')
  transferPerson(@Input(TransferPerson) command: TransferPerson) {
    return this.commands.execute(command);
  }

  @Commands(RecordDepartureHandler, 'people/:personId/departure')
  recordDeparture(@Input(RecordDeparture) command: RecordDeparture) {
    return this.commands.execute(command);
  }

  @Commands(RecordReturnHandler, 'people/:personId/return')
  recordReturn(@Input(RecordReturn) command: RecordReturn) {
    return this.commands.execute(command);
  }

  @Commands(RenamePersonHandler, 'people/:personId/name')
  renamePerson(@Input(RenamePerson) command: RenamePerson) {
    return this.commands.execute(command);
  }

  @Commands(AssignOfficeHandler, 'people/:personId/offices')
  assignOffice(@Input(AssignOffice) command: AssignOffice) {
    return this.commands.execute(command);
  }

  @Commands(EndOfficeHandler, 'people/:personId/offices/:assignmentId/end')
  endOffice(@Input(EndOffice) command: EndOffice) {
    return this.commands.execute(command);
  }

  @Answers(ListOfficeHoldingsHandler, 'offices', OfficeHolding)
  listOfficeHoldings(@Input(ListOfficeHoldings) query: ListOfficeHoldings) {
    return this.queries.execute(query);
  }
}
