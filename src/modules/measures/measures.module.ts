import { Module } from '@nestjs/common';
import { MeasuresController } from './measures.controller.js';
import { measuresDefinition } from './measures.definition.js';

@Module({
  controllers: [MeasuresController],
  providers: [...measuresDefinition.slices, ...measuresDefinition.reads],
})
export class MeasuresModule {}
