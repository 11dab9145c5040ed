import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.js';
import { directoryDefinition } from './directory.definition.js';

@Module({ controllers: [DirectoryController], providers: [...directoryDefinition.commandHandlers, ...directoryDefinition.queryHandlers] })
export class DirectoryModule {}
