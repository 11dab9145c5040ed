import { Module } from '@nestjs/common';
import { CaseFileController } from './case-file.controller.js';
import { caseFileDefinition } from './case-file.definition.js';
import { CaseFileDesk } from './case-file-export.js';

@Module({
  controllers: [CaseFileController],
  providers: [...caseFileDefinition.commandHandlers, ...caseFileDefinition.queryHandlers, CaseFileDesk],
})
export class CaseFileModule {}
