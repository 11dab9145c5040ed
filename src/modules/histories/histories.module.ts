import { Module } from '@nestjs/common';
import { historiesDefinition } from './histories.definition.js';
import { HistoryController } from './history.controller.js';

@Module({
  controllers: [HistoryController],
  providers: [...historiesDefinition.commandHandlers, ...historiesDefinition.queryHandlers],
})
export class HistoriesModule {}
