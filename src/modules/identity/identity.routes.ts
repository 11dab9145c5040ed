import { AccountsController } from './accounts.controller.js';
import { ActionsController } from './actions.controller.js';

export const controllers = [AccountsController, ActionsController];
