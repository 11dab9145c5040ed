import { ProceedingController } from './proceeding.controller.js';
import { ProceedingInterruptionsController } from './proceeding-interruptions.controller.js';

export const controllers = [ProceedingInterruptionsController, ProceedingController];
