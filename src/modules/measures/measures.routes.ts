import { MeasuresController } from './measures.controller.js';

export const controllers = [MeasuresController];
