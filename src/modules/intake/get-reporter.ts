import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { IsProse } from '../../platform/ground/fields.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { type IdentityPurpose, identityPurposes, reports } from '../reports/reports.public.js';
import { maySeeReporter, roleIn } from './report-roles.js';

/** The sender of a report. Every field is null if nobody knows the sender. */
export class ReporterOfReport {
  reportId!: string;
  purpose!: IdentityPurpose;
  /** Person id, if the sender is one of the city's people. */
  @PersonRef() person!: string | null;
  name!: string | null;
  contact!: string | null;
  confidential!: boolean;
}

/** The sender of a report, for people who need to know. Each read is recorded with its purpose. */
export class GetReporter extends AsOfQuery<ReporterOfReport> {
  @IsUUID() reportId!: string;
  @IsIn(identityPurposes) purpose!: IdentityPurpose;
  /** More about the purpose; recorded with it. */
  @IsOptional() @IsProse(2000) note?: string;
}

const refuses = platformRefusals('resource.not-found');

export const GetReporterHandler = streamQuery<GetReporter, typeof reports, ReporterOfReport, typeof refuses>(GetReporter, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses,
  async run({ reportId, purpose }, { sender }, reads, refuse) {
    const now = await reads.current.state(reports, reportId);
    const may = now.status !== 'absent' && maySeeReporter(now, await roleIn(reportId, now, reads.current), reads.caller);
    if (!may) return refuse('resource.not-found');
    return {
      reportId,
      purpose,
      person: sender.known === 'person' ? sender.person : null,
      name: sender.known === 'name' ? sender.name : null,
      contact: sender.known === 'not' ? null : sender.contact,
      confidential: sender.known !== 'not' && sender.confidential,
    };
  },
});
