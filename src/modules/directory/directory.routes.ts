import { DirectoryController } from './directory.controller.js';

export const controllers = [DirectoryController];
