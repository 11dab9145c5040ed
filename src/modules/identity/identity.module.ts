import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { ActionsController } from './actions.controller.js';
import { identityDefinition } from './identity.definition.js';

@Module({ controllers: [AccountsController, ActionsController], providers: [...identityDefinition.queryHandlers] })
export class IdentityModule {}
