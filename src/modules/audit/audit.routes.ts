import { AuditController } from './audit.controller.js';
import { OversightController } from './oversight.controller.js';

export const controllers = [AuditController, OversightController];
