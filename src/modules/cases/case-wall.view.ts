import { streamName, streamParts } from '../../platform/events/envelope.js';
import { type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { AllegationsSustained, ProceedingOpened, SubjectInformed } from '../proceedings/proceedings.public.js';
import { ReportReceived, reports } from '../reports/reports.public.js';
import { AllegationFramed, CaseOpened, ReportJoined } from './case.js';
import { caseIdOf } from './open-case.js';

const caseWallColumns = {
  person: text(),
  /** `kind-id` of the stream that is hidden from the person. */
  stream: text(),
  caseId: text(),
};
export type CaseWallRow = RowOf<typeof caseWallColumns>;

const key = (person: string, stream: string) => `${person}:${stream}`;
const report = (id: string) => streamName(reports.name, id);

const wall = (caseId: string, at: string): CaseWallRow => {
  const split = at.indexOf(':');
  return { person: at.slice(0, split), stream: at.slice(split + 1), caseId };
};

/**
 * Which streams are hidden from whom. A report and its case are hidden from everyone whom the
 * report accuses. A case and its reports are hidden from the subject of an allegation. When a
 * report joins a case, all reports of the case are hidden from everyone whom the case is about by
 * then. These walls never fall. A proceeding is hidden from its subject until they are informed or
 * admit the fact; it stays hidden if it ended before. The key of a proceeding's row is its stream,
 * because a proceeding has one subject.
 */
export const caseWall = view({
  name: 'case_wall',
  version: 2,
  columns: caseWallColumns,
  events: { ReportReceived, CaseOpened, ReportJoined, AllegationFramed, ProceedingOpened, SubjectInformed, AllegationsSustained },
  keys: {
    ReportReceived: ({ data, stream }) => data.accused.map((person) => key(person, stream)),
    CaseOpened: ({ data, stream }) => data.accused.flatMap((person) => [key(person, stream), key(person, report(data.reportId))]),
    ReportJoined: ({ data, stream }) =>
      data.subjects.flatMap((person) => [key(person, stream), ...data.reports.map((id) => key(person, report(id)))]),
    AllegationFramed: ({ data, stream }) => [key(data.subject, stream), ...data.reports.map((id) => key(data.subject, report(id)))],
    ProceedingOpened: ({ stream }) => [stream],
    SubjectInformed: ({ stream }) => [stream],
    AllegationsSustained: ({ stream }) => [stream],
  },
  fold: {
    ReportReceived: (_, { stream }, at) => wall(caseIdOf(streamParts(stream).id), at),
    CaseOpened: (_, { stream }, at) => wall(streamParts(stream).id, at),
    ReportJoined: (_, { stream }, at) => wall(streamParts(stream).id, at),
    AllegationFramed: (_, { stream }, at) => wall(streamParts(stream).id, at),
    ProceedingOpened: (_, { data, stream }) => ({ person: data.subject, stream, caseId: data.caseId }),
    SubjectInformed: () => null,
    AllegationsSustained: () => null,
  },
  listings: [{ by: ['person'], order: 'stream' }],
});
