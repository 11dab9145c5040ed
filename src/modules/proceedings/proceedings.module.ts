import { Module } from '@nestjs/common';

import { proceedingsDefinition } from './proceedings.definition.js';

@Module({
  providers: [...proceedingsDefinition.commandHandlers, ...proceedingsDefinition.queryHandlers],
})
export class ProceedingsModule {}
