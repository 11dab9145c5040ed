import { Module } from '@nestjs/common';
import { PolicyController } from './policy.controller.js';
import { policyDefinition } from './policy.definition.js';

@Module({ controllers: [PolicyController], providers: [...policyDefinition.commandHandlers, ...policyDefinition.queryHandlers] })
export class PolicyModule {}
