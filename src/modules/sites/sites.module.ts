import { Module } from '@nestjs/common';
import { SitesController } from './sites.controller.js';
import { sitesDefinition } from './sites.definition.js';

@Module({ controllers: [SitesController], providers: [...sitesDefinition.commandHandlers, ...sitesDefinition.queryHandlers] })
export class SitesModule {}
