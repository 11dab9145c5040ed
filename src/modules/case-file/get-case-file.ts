import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsProse } from '../../platform/ground/fields.js';
import { AsOfQuery, type QueryReads, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { caseRefusals, cases } from '../cases/cases.public.js';
import { evidenceList, interviewList } from '../evidence/evidence.public.js';
import { withEarlierShown } from '../histories/histories.public.js';
import { letterList } from '../letters/letters.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { hasFile } from './case-file.js';
import { mayTakeFor, takesFiles } from './case-file-access.js';
import { type FileAudience, fileAudiences } from './case-file-audience.js';
import { type CaseMaterial, gatherCase } from './case-file-material.js';
import { type DraftedFile, draftFile, type FileFormat, fileFormats } from './case-file-render.js';

/**
 * The file of a case for an audience, as a page or as canonical JSON. Records the reader, the
 * audience and the purpose.
 */
export class GetCaseFile extends AsOfQuery<DraftedFile> {
  @IsUUID() caseId!: string;
  @IsIn(fileAudiences) audience!: FileAudience;
  /** Person id of the subject, only with the audience `subject`. */
  @IsOptional() @IsUUID() subject?: string;
  @IsOptional() @IsIn(fileFormats) format: FileFormat = 'html';
  /** The purpose of taking the file. */
  @IsProse(500) purpose!: string;
}

const refuses = {
  ...platformRefusals('access.not-permitted', 'resource.not-found'),
  ...caseRefusals('case.file-subject-unclear', 'case.file-untold', 'case.file-expunged'),
};

/** Id of the log's last event at the moment. */
async function headOf({ position, log }: QueryReads): Promise<string | undefined> {
  const [last] = await log(position - 1, 1);
  return last?.event.id;
}

async function materialOf(caseId: string, reads: QueryReads): Promise<CaseMaterial | undefined> {
  // Everything is read at one position. The query waits until the lists have reached it.
  const then = reads.past ? reads : await reads.at(reads.position);
  const head = await headOf(then);
  const ids = async (rows: Promise<readonly { readonly key: string }[]>) => (await rows).map(({ key }) => key);
  if (head === undefined) return undefined;
  return gatherCase(caseId, {
    head,
    moment: reads.moment,
    history: async (stream) => Promise.all((await then.history(stream)).map((event) => withEarlierShown(event, reads))),
    items: {
      evidence: await ids(then.rows(evidenceList).all({ caseId })),
      interviews: await ids(then.rows(interviewList).all({ caseId })),
      letters: await ids(then.rows(letterList).all({ caseId })),
    },
  });
}

/**
 * Whether the file would show discipline that was expunged since, to an audience that keeps no
 * orders to expunge.
 */
async function showsExpunged(material: CaseMaterial, audience: FileAudience, reads: QueryReads): Promise<boolean> {
  if (audience !== 'decider' && audience !== 'prosecutor' && audience !== 'public') return false;
  for (const { id, state } of material.proceedings)
    if (state.status !== 'expunged' && (await reads.current.state(proceedings, id)).status === 'expunged') return true;
  return false;
}

export const GetCaseFileHandler = streamQuery<GetCaseFile, typeof cases, DraftedFile, typeof refuses>(GetCaseFile, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: takesFiles,
  views: [evidenceList, interviewList, letterList],
  refuses,
  async run({ caseId, audience, subject }, _, reads, refuse) {
    const now = await reads.current.state(cases, caseId);
    if (!mayTakeFor(audience, reads.caller, now)) return refuse('access.not-permitted');
    if ((audience === 'subject') !== (subject !== undefined)) return refuse('case.file-subject-unclear');
    const material = (await materialOf(caseId, reads)) ?? refuse('resource.not-found');
    if (subject !== undefined && !hasFile(material, subject)) return refuse('case.file-untold');
    if (await showsExpunged(material, audience, reads)) return refuse('case.file-expunged');
    return draftFile(material, audience, subject);
  },
});
