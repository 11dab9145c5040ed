import { Module } from '@nestjs/common';
import { GrievanceController } from './grievance.controller.js';
import { grievancesDefinition } from './grievances.definition.js';

@Module({
  controllers: [GrievanceController],
  providers: [...grievancesDefinition.commandHandlers, ...grievancesDefinition.queryHandlers],
})
export class GrievancesModule {}
