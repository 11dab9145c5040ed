import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { auditDefinition } from './audit.definition.js';
import { OversightController } from './oversight.controller.js';

@Module({
  controllers: [AuditController, OversightController],
  providers: [...auditDefinition.commandHandlers, ...auditDefinition.queryHandlers],
})
export class AuditModule {}
