import type { ModuleDefinition } from '../../platform/module-definition.js';
import { aboutItsCase } from '../procedure/procedure.public.js';
import { DraftAcknowledgementHandler, PreviewAcknowledgementHandler, PreviewLetterHandler } from './draft-letter.js';
import { GetLetterContentHandler, GetLetterHandler } from './get-letter.js';
import { IssueAcknowledgementHandler, IssueLetterHandler } from './issue-letter.js';
import { letters } from './letter.js';
import { letterList } from './letter-list.view.js';
import { letterTemplates } from './letter-template.js';
import { ListLetterTemplatesHandler } from './list-letter-templates.js';
import { ListLettersHandler, ListReportLettersHandler } from './list-letters.js';
import { SetLetterTemplateHandler } from './set-letter-template.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const lettersDefinition: ModuleDefinition = {
  name: 'letters',
  streams: [letterTemplates, letters],
  commandHandlers: [SetLetterTemplateHandler, IssueLetterHandler, IssueAcknowledgementHandler],
  queryHandlers: [
    ListLetterTemplatesHandler,
    PreviewLetterHandler,
    PreviewAcknowledgementHandler,
    DraftAcknowledgementHandler,
    GetLetterHandler,
    GetLetterContentHandler,
    ListLettersHandler,
    ListReportLettersHandler,
  ],
  views: [letterList],
  processes: [],
  routes: () => import('./letters.routes.js'),
  about: aboutItsCase,
  clauses: {
    'VIO-1': { records: [letters.events.AcknowledgementIssued] },
    'VIO-3': { records: [letters.events.LetterIssued] },
  },
};
