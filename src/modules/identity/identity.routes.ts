import { AccountsController } from './accounts.controller.js';

export const controllers = [AccountsController];
