import { HistoryController } from './history.controller.js';

export const controllers = [HistoryController];
