import { Module } from '@nestjs/common';
import { EvidenceController } from './evidence.controller.js';
import { evidenceDefinition } from './evidence.definition.js';
import { EvidenceFiles } from './evidence-files.js';
import { InterviewController } from './interview.controller.js';

@Module({
  controllers: [EvidenceController, InterviewController],
  providers: [...evidenceDefinition.commandHandlers, ...evidenceDefinition.queryHandlers, EvidenceFiles],
})
export class EvidenceModule {}
