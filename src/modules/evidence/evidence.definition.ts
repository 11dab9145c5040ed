import type { ModuleDefinition } from '../../platform/module-definition.js';
import { aboutItsCase } from '../procedure/procedure.public.js';
import { AddEvidenceHandler } from './add-evidence.js';
import { CancelInterviewHandler } from './cancel-interview.js';
import { CorrectInterviewHandler } from './correct-interview.js';
import { DecideRepresentativeHandler } from './decide-representative.js';
import { DiscloseEvidenceHandler } from './disclose-evidence.js';
import {
  disclosedEvidence,
  GetDisclosedContentHandler,
  GetDisclosedEvidenceHandler,
  ListDisclosedEvidenceHandler,
} from './disclosed-evidence.view.js';
import { evidences } from './evidence.js';
import { evidenceList, ListEvidenceHandler } from './evidence-list.view.js';
import { AdmitEvidenceHandler, GetEvidenceContentHandler, GetEvidenceHandler } from './get-evidence.js';
import { interviews } from './interview.js';
import { interviewTasks } from './interview.tasks.js';
import { GetInterviewHandler, interviewList, ListInterviewsHandler } from './interview-list.view.js';
import { LogPhysicalEvidenceHandler } from './log-physical-evidence.js';
import { PlanInterviewHandler } from './plan-interview.js';
import { RecordDisclosedLookHandler, RecordEvidenceDownloadHandler, RecordEvidenceViewHandler } from './record-evidence-access.js';
import { HoldInterviewHandler } from './record-interview.js';
import { SupersedeEvidenceHandler } from './supersede-evidence.js';
import { TransferEvidenceHandler } from './transfer-evidence.js';
import { WithdrawEvidenceHandler } from './withdraw-evidence.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const evidenceDefinition: ModuleDefinition = {
  name: 'evidence',
  streams: [evidences, interviews],
  commandHandlers: [
    AddEvidenceHandler,
    LogPhysicalEvidenceHandler,
    TransferEvidenceHandler,
    SupersedeEvidenceHandler,
    WithdrawEvidenceHandler,
    DiscloseEvidenceHandler,
    RecordEvidenceViewHandler,
    RecordEvidenceDownloadHandler,
    RecordDisclosedLookHandler,
    PlanInterviewHandler,
    DecideRepresentativeHandler,
    HoldInterviewHandler,
    CorrectInterviewHandler,
    CancelInterviewHandler,
  ],
  queryHandlers: [
    AdmitEvidenceHandler,
    ListEvidenceHandler,
    GetEvidenceHandler,
    GetEvidenceContentHandler,
    ListDisclosedEvidenceHandler,
    GetDisclosedEvidenceHandler,
    GetDisclosedContentHandler,
    ListInterviewsHandler,
    GetInterviewHandler,
  ],
  views: [evidenceList, disclosedEvidence, interviewList],
  tasks: [interviewTasks],
  processes: [],
  routes: () => import('./evidence.routes.js'),
  files: [evidences],
  about: aboutItsCase,
  sights: [ListEvidenceHandler, ListInterviewsHandler],
  clauses: {
    'VIO-3': {
      records: [
        evidences.events.EvidenceReceived,
        evidences.events.EvidenceDisclosed,
        interviews.events.InterviewHeld,
        interviews.events.SubjectHeardUntold,
      ],
      monitors: [ListEvidenceHandler, ListInterviewsHandler],
    },
  },
};
