import { PolicyController } from './policy.controller.js';

export const controllers = [PolicyController];
