import { SitesController } from './sites.controller.js';

export const controllers = [SitesController];
