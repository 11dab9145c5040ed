import { SearchController } from './search.controller.js';

export const controllers = [SearchController];
