import { CaseController } from './case.controller.js';

export const controllers = [CaseController];
