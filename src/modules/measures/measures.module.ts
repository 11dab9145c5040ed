import { Module } from '@nestjs/common';
import { MeasuresController } from './measures.controller.js';
import { measuresDefinition } from './measures.definition.js';

@Module({
  controllers: [MeasuresController],
  providers: [...measuresDefinition.commandHandlers, ...measuresDefinition.queryHandlers],
})
export class MeasuresModule {}
