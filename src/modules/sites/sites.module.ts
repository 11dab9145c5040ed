import { Module } from '@nestjs/common';
import { SitesController } from './sites.controller.js';
import { sitesParts } from './sites.parts.js';

@Module({ controllers: [SitesController], providers: [...sitesParts.slices, ...sitesParts.reads] })
export class SitesModule {}
