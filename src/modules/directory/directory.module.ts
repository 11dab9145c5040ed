import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.js';
import { directoryParts } from './directory.parts.js';

@Module({ controllers: [DirectoryController], providers: [...directoryParts.slices, ...directoryParts.reads] })
export class DirectoryModule {}
