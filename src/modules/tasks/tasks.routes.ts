import { TasksController } from './tasks.controller.js';

export const controllers = [TasksController];
