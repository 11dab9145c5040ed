import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { AcknowledgePolicy, AcknowledgePolicyHandler } from './acknowledge-policy.js';
import { AdoptPolicyVersion, AdoptPolicyVersionHandler } from './adopt-policy-version.js';
import { GetPolicy, GetPolicyHandler, PolicyInForce } from './get-policy.js';
import { Acknowledgements, ListAcknowledgements, ListAcknowledgementsHandler } from './list-acknowledgements.js';
import { ListPolicyVersions, ListPolicyVersionsHandler, PolicyVersions } from './list-policy-versions.js';
import { NoteUnresolvedContinuity, NoteUnresolvedContinuityHandler } from './note-unresolved-continuity.js';

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

  @Answers(ListPolicyVersionsHandler, 'policy/versions', PolicyVersions)
  listVersions(@Input(ListPolicyVersions) query: ListPolicyVersions) {
    return this.queries.execute(query);
  }

  @Commands(AdoptPolicyVersionHandler, 'policy/versions')
  adoptVersion(@Input(AdoptPolicyVersion) command: AdoptPolicyVersion) {
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
