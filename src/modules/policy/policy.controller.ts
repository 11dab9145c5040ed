import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { AcknowledgePolicy, AcknowledgePolicyHandler } from './acknowledge-policy.js';
import { ListVersionAcknowledgements, ListVersionAcknowledgementsHandler, VersionAcknowledgement } from './acknowledgement-list.view.js';
import { AdoptPolicyVersion, AdoptPolicyVersionHandler } from './adopt-policy-version.js';
import { AmendPolicy, AmendPolicyHandler } from './amend-policy.js';
import { GetPolicy, GetPolicyHandler, PolicyInForce } from './get-policy.js';
import { GetPolicyVersion, GetPolicyVersionHandler, PolicyVersionInFull } from './get-policy-version.js';
import { GetRedline, GetRedlineHandler, PolicyRedline } from './get-redline.js';
import { Acknowledgements, ListAcknowledgements, ListAcknowledgementsHandler } from './list-acknowledgements.js';
import { ListAmendments, ListAmendmentsHandler, PolicyInstruments } from './list-amendments.js';
import { ListInterpretations, ListInterpretationsHandler, PolicyInterpretations } from './list-interpretations.js';
import { ListPolicyVersions, ListPolicyVersionsHandler, PolicyVersions } from './list-policy-versions.js';
import { NoteUnresolvedContinuity, NoteUnresolvedContinuityHandler } from './note-unresolved-continuity.js';
import { GetPolicyActions, GetPolicyActionsHandler } from './policy-actions.js';
import { RecordInterpretation, RecordInterpretationHandler } from './record-interpretation.js';
import { RescindPolicy, RescindPolicyHandler } from './rescind-policy.js';
import { WithdrawPolicyChange, WithdrawPolicyChangeHandler } from './withdraw-policy-change.js';

@Controller('api')
export class PolicyController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Answers(GetPolicyHandler, 'policy', PolicyInForce)
  getPolicy(@Input(GetPolicy) query: GetPolicy) {
    return this.queries.execute(query);
  }

  @Answers(GetPolicyActionsHandler, 'policy/actions', ActionsShown)
  getPolicyActions(@Input(GetPolicyActions) query: GetPolicyActions) {
    return this.queries.execute(query);
  }

  @Answers(ListPolicyVersionsHandler, 'policy/versions', PolicyVersions)
  listVersions(@Input(ListPolicyVersions) query: ListPolicyVersions) {
    return this.queries.execute(query);
  }

  @Commands(AdoptPolicyVersionHandler, 'policy/versions')
  adoptVersion(@Input(AdoptPolicyVersion) command: AdoptPolicyVersion) {
    return this.commands.execute(command);
  }

  @Answers(GetPolicyVersionHandler, 'policy/versions/:version', PolicyVersionInFull)
  getVersion(@Input(GetPolicyVersion) query: GetPolicyVersion) {
    return this.queries.execute(query);
  }

  @Answers(ListVersionAcknowledgementsHandler, 'policy/versions/:version/acknowledgements', VersionAcknowledgement)
  listVersionAcknowledgements(@Input(ListVersionAcknowledgements) query: ListVersionAcknowledgements) {
    return this.queries.execute(query);
  }

  @Answers(GetRedlineHandler, 'policy/redline', PolicyRedline)
  getRedline(@Input(GetRedline) query: GetRedline) {
    return this.queries.execute(query);
  }

  @Answers(ListAmendmentsHandler, 'policy/amendments', PolicyInstruments)
  listAmendments(@Input(ListAmendments) query: ListAmendments) {
    return this.queries.execute(query);
  }

  @Commands(AmendPolicyHandler, 'policy/amendments')
  amend(@Input(AmendPolicy) command: AmendPolicy) {
    return this.commands.execute(command);
  }

  @Commands(RescindPolicyHandler, 'policy/rescission')
  rescind(@Input(RescindPolicy) command: RescindPolicy) {
    return this.commands.execute(command);
  }

  @Commands(WithdrawPolicyChangeHandler, 'policy/withdrawal')
  withdraw(@Input(WithdrawPolicyChange) command: WithdrawPolicyChange) {
    return this.commands.execute(command);
  }

  @Answers(ListInterpretationsHandler, 'policy/interpretations', PolicyInterpretations)
  listInterpretations(@Input(ListInterpretations) query: ListInterpretations) {
    return this.queries.execute(query);
  }

  @Commands(RecordInterpretationHandler, 'policy/interpretations')
  recordInterpretation(@Input(RecordInterpretation) command: RecordInterpretation) {
    return this.commands.execute(command);
  }

  @Commands(NoteUnresolvedContinuityHandler, 'policy/unresolved')
  noteUnresolvedContinuity(@Input(NoteUnresolvedContinuity) command: NoteUnresolvedContinuity) {
    return this.commands.execute(command);
  }

  @Commands(AcknowledgePolicyHandler, 'people/:personId/acknowledgements')
  acknowledge(@Input(AcknowledgePolicy) command: AcknowledgePolicy) {
    return this.commands.execute(command);
  }

  @Answers(ListAcknowledgementsHandler, 'people/:personId/acknowledgements', Acknowledgements)
  listAcknowledgements(@Input(ListAcknowledgements) query: ListAcknowledgements) {
    return this.queries.execute(query);
  }
}
