import { Column } from 'typeorm';
import { Walls } from '../../platform/access/walls.js';
import { type Position, streamName, streamParts } from '../../platform/events/envelope.js';
import type { Rows } from '../../platform/queries/query-handler.js';
import { type Fields, VersionedRow, type View, view } from '../../platform/rows/view.js';
import { AllegationsSustained, ProceedingOpened, SubjectInformed } from '../proceedings/proceedings.public.js';
import { ReportReceived, reports } from '../reports/reports.public.js';
import { AllegationFramed, CaseOpened, ReportJoined } from './case.js';
import { caseIdOf } from './open-case.js';

export class CaseWallRow extends VersionedRow {
  @Column('text') person!: string;
  /** `kind-id` of the stream that is hidden from the person. */
  @Column('text') stream!: string;
  @Column('text') caseId!: string;
}

const key = (person: string, stream: string) => `${person}:${stream}`;
const report = (id: string) => streamName(reports.name, id);

const wall = (caseId: string, at: string): Fields<CaseWallRow> => {
  const split = at.indexOf(':');
  return { person: at.slice(0, split), stream: at.slice(split + 1), caseId };
};

/**
 * Which streams are hidden from whom: a report and its case from everyone it accuses, a case and its reports from the subject of an
 * allegation, for good, and from both those of a report that joined it; a proceeding from its subject until they were told or admitted the fact, for good where it ended before.
 * A proceeding's row has its stream for a key, for it has one subject alone.
 */
export const caseWall = view({
  name: 'case_wall',
  version: 2,
  row: CaseWallRow,
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

/** The walls as the view has them, which is told where rows are read as they stand now. */
export class ViewWalls extends Walls {
  constructor(private readonly rowsNow: (view: View<CaseWallRow>, least: Position) => Rows<CaseWallRow>) {
    super();
  }

  async hiddenStreams(person: string, least: Position): Promise<ReadonlySet<string>> {
    const rows = await this.rowsNow(caseWall, least).all({ person });
    return new Set(rows.map(({ stream }) => stream));
  }
}
