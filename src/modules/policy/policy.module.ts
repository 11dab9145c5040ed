import { Module } from '@nestjs/common';
import { PolicyController } from './policy.controller.js';
import { policyParts } from './policy.parts.js';

@Module({ controllers: [PolicyController], providers: [...policyParts.slices, ...policyParts.reads] })
export class PolicyModule {}
