import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { AdvanceGrievance, AdvanceGrievanceHandler } from './advance-grievance.js';
import { AppointHearingOfficer, AppointHearingOfficerHandler } from './appoint-hearing-officer.js';
import { DecideGrievance, DecideGrievanceHandler } from './decide-grievance.js';
import { FileGrievance, FileGrievanceHandler } from './file-grievance.js';
import { GiveGrievanceCopy, GiveGrievanceCopyHandler } from './give-grievance-copy.js';
import { GrievancesInHand, ListGrievances, ListGrievancesHandler } from './grievance-list.view.js';
import { ReleaseHearingOfficer, ReleaseHearingOfficerHandler } from './release-hearing-officer.js';
import { WithdrawGrievance, WithdrawGrievanceHandler } from './withdraw-grievance.js';

@Controller('api')
export class GrievanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(FileGrievanceHandler, 'proceedings/:proceedingId/grievance')
  fileGrievance(@Input(FileGrievance) command: FileGrievance) {
    return this.commands.execute(command);
  }

  @Commands(AdvanceGrievanceHandler, 'proceedings/:proceedingId/grievance/next-step')
  advanceGrievance(@Input(AdvanceGrievance) command: AdvanceGrievance) {
    return this.commands.execute(command);
  }

  @Commands(DecideGrievanceHandler, 'proceedings/:proceedingId/grievance/decision')
  decideGrievance(@Input(DecideGrievance) command: DecideGrievance) {
    return this.commands.execute(command);
  }

  @Commands(AppointHearingOfficerHandler, 'proceedings/:proceedingId/grievance/hearing-officer')
  appointHearingOfficer(@Input(AppointHearingOfficer) command: AppointHearingOfficer) {
    return this.commands.execute(command);
  }

  @Commands(ReleaseHearingOfficerHandler, 'proceedings/:proceedingId/grievance/hearing-officer/release')
  releaseHearingOfficer(@Input(ReleaseHearingOfficer) command: ReleaseHearingOfficer) {
    return this.commands.execute(command);
  }

  @Commands(WithdrawGrievanceHandler, 'proceedings/:proceedingId/grievance/withdrawal')
  withdrawGrievance(@Input(WithdrawGrievance) command: WithdrawGrievance) {
    return this.commands.execute(command);
  }

  @Commands(GiveGrievanceCopyHandler, 'proceedings/:proceedingId/grievance/copy')
  giveGrievanceCopy(@Input(GiveGrievanceCopy) command: GiveGrievanceCopy) {
    return this.commands.execute(command);
  }

  @Answers(ListGrievancesHandler, 'grievances', GrievancesInHand)
  listGrievances(@Input(ListGrievances) query: ListGrievances) {
    return this.queries.execute(query);
  }
}
