import { EvidenceController } from './evidence.controller.js';
import { EvidenceFiles } from './evidence-files.js';
import { InterviewController } from './interview.controller.js';

export const controllers = [EvidenceController, InterviewController];
export const providers = [EvidenceFiles];
