import { Module } from '@nestjs/common';
import { SearchController } from './search.controller.js';
import { searchDefinition } from './search.definition.js';

@Module({
  controllers: [SearchController],
  providers: [...searchDefinition.commandHandlers, ...searchDefinition.queryHandlers],
})
export class SearchModule {}
