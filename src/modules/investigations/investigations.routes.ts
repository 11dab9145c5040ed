import { InvestigationController } from './investigation.controller.js';

export const controllers = [InvestigationController];
