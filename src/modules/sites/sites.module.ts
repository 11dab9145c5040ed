import { Module } from '@nestjs/common';
import { SitesController } from './sites.controller.js';
import { sitesDefinition } from './sites.definition.js';

@Module({ controllers: [SitesController], providers: [...sitesDefinition.slices, ...sitesDefinition.reads] })
export class SitesModule {}
