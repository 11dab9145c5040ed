import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { CancelInterview, CancelInterviewHandler } from './cancel-interview.js';
import { CorrectInterview, CorrectInterviewHandler } from './correct-interview.js';
import { DecideRepresentative, DecideRepresentativeHandler } from './decide-representative.js';
import {
  GetInterview,
  GetInterviewHandler,
  InterviewInFull,
  InterviewSummary,
  ListInterviews,
  ListInterviewsHandler,
} from './interview-list.view.js';
import { PlanInterview, PlanInterviewHandler } from './plan-interview.js';
import { HoldInterview, HoldInterviewHandler } from './record-interview.js';

@Controller('api/cases/:caseId/interviews')
export class InterviewController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(PlanInterviewHandler)
  planInterview(@Input(PlanInterview) command: PlanInterview) {
    return this.commands.execute(command);
  }

  @Answers(ListInterviewsHandler, '', InterviewSummary)
  listInterviews(@Input(ListInterviews) query: ListInterviews) {
    return this.queries.execute(query);
  }

  @Answers(GetInterviewHandler, ':interviewId', InterviewInFull)
  getInterview(@Input(GetInterview) query: GetInterview) {
    return this.queries.execute(query);
  }

  @Commands(DecideRepresentativeHandler, ':interviewId/representative')
  decideRepresentative(@Input(DecideRepresentative) command: DecideRepresentative) {
    return this.commands.execute(command);
  }

  @Commands(HoldInterviewHandler, ':interviewId/record')
  holdInterview(@Input(HoldInterview) command: HoldInterview) {
    return this.commands.execute(command);
  }

  @Commands(CorrectInterviewHandler, ':interviewId/addenda')
  correctInterview(@Input(CorrectInterview) command: CorrectInterview) {
    return this.commands.execute(command);
  }

  @Commands(CancelInterviewHandler, ':interviewId/cancellation')
  cancelInterview(@Input(CancelInterview) command: CancelInterview) {
    return this.commands.execute(command);
  }
}
