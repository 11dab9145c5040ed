import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { GetProcedure, GetProcedureHandler, ProcedureInForce } from './get-procedure.js';
import { SetChainOfAuthorities, SetChainOfAuthoritiesHandler } from './set-chain-of-authorities.js';
import { SetDeadlines, SetDeadlinesHandler } from './set-deadlines.js';
import { SetGrievanceSteps, SetGrievanceStepsHandler } from './set-grievance-steps.js';
import { SetHolidays, SetHolidaysHandler } from './set-holidays.js';
import { SetLadder, SetLadderHandler } from './set-ladder.js';
import { SetReportTerms, SetReportTermsHandler } from './set-report-terms.js';

@Controller('api')
export class ProcedureController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(SetLadderHandler, 'procedure/ladders')
  setLadder(@Input(SetLadder) command: SetLadder) {
    return this.commands.execute(command);
  }

  @Commands(SetChainOfAuthoritiesHandler, 'procedure/authorities')
  setChainOfAuthorities(@Input(SetChainOfAuthorities) command: SetChainOfAuthorities) {
    return this.commands.execute(command);
  }

  @Commands(SetDeadlinesHandler, 'procedure/deadlines')
  setDeadlines(@Input(SetDeadlines) command: SetDeadlines) {
    return this.commands.execute(command);
  }

  @Answers(GetProcedureHandler, 'procedure', ProcedureInForce)
  getProcedure(@Input(GetProcedure) query: GetProcedure) {
    return this.queries.execute(query);
  }

  @Commands(SetGrievanceStepsHandler, 'procedure/grievance-steps')
  setGrievanceSteps(@Input(SetGrievanceSteps) command: SetGrievanceSteps) {
    return this.commands.execute(command);
  }

  @Commands(SetHolidaysHandler, 'procedure/holidays')
  setHolidays(@Input(SetHolidays) command: SetHolidays) {
    return this.commands.execute(command);
  }

  @Commands(SetReportTermsHandler, 'procedure/report-terms')
  setReportTerms(@Input(SetReportTerms) command: SetReportTerms) {
    return this.commands.execute(command);
  }
}
