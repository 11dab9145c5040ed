import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { auditParts } from './audit.parts.js';

@Module({ controllers: [AuditController], providers: [...auditParts.slices, ...auditParts.reads] })
export class AuditModule {}
