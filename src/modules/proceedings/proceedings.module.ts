import { Module } from '@nestjs/common';

import { proceedingsDefinition } from './proceedings.definition.js';

@Module({
  providers: [...proceedingsDefinition.slices, ...proceedingsDefinition.reads],
})
export class ProceedingsModule {}
