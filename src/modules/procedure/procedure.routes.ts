import { ProcedureController } from './procedure.controller.js';

export const controllers = [ProcedureController];
