import { GrievanceController } from './grievance.controller.js';

export const controllers = [GrievanceController];
