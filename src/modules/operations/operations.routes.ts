import { WorkController } from './work.controller.js';

export const controllers = [WorkController];
