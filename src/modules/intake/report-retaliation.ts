import { Command } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone, publicly } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { pathsIn, platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseIdOf, cases, lineAbove, subjectsOf } from '../cases/cases.public.js';
import { type AssignableOffice, people } from '../directory/directory.public.js';
import {
  FollowUpOffered,
  holdersOf,
  namedOffices,
  ReporterIdentified,
  ReportReceived,
  RetaliationReported,
  reportRefusals,
  reports,
  sender,
} from '../reports/reports.public.js';

/**
 * Reports retaliation against the sender of a report or a witness of a case. It opens a case of its
 * own, kept from the subjects of the first case and from the people above them.
 */
export class ReportRetaliation extends Command<Receipt> {
  /** The report that the caller sent. */
  @IsOptional() @IsUUID() reportId?: string;
  /** The case in which the caller is a witness. */
  @IsOptional() @IsUUID() caseId?: string;
  @IsProse(20_000) summary!: string;
  /** Person ids of the accused, in addition to the subjects of the first case. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsUUID('all', { each: true }) accused?: string[];
  /** Offices whose holders it accuses. */
  @IsOptional() @IsArray() @ArrayMaxSize(10) @ArrayUnique() @IsIn(namedOffices, { each: true }) about?: AssignableOffice[];
}

/** The case that the caller reported or witnesses; undefined if neither. */
async function caseBehind({ reportId, caseId }: ReportRetaliation, reads: Reads): Promise<string | undefined> {
  if (reportId !== undefined) {
    const report = await reads.state(reports, reportId);
    const sent = report.status !== 'absent' && sender.admits(reads.caller, report) !== undefined;
    return sent && !reports.hiddenFrom?.(report, reads.caller.person)
      ? 'caseId' in report
        ? report.caseId
        : caseIdOf(reportId)
      : undefined;
  }
  const matter = await reads.state(cases, caseId ?? '');
  return matter.status !== 'absent' && matter.witnesses.has(reads.caller.person) ? caseId : undefined;
}

export const ReportRetaliationHandler = commandHandler(ReportRetaliation, {
  stream: reports,
  of: (_, newId) => newId('report'),
  creates: true,
  may: [anyone, publicly],
  refuses: { ...platformRefusals('resource.not-found'), ...reportRefusals('report.retaliation-unplaced', 'report.unknown-person') },
  opens: 'always',
  async gather(command, _, reads) {
    const origin = await caseBehind(command, reads);
    const named = command.accused ?? [];
    const states = await Promise.all(named.map((id) => reads.state(people, id)));
    const unknown = named.filter((_, i) => states[i]?.status === 'absent');
    if (origin === undefined) return { origin, unknown: [], accused: [], keptOut: [] };
    const matter = await reads.state(cases, origin);
    const about = matter.status === 'absent' ? [] : [...subjectsOf(matter)];
    const me = reads.caller.person;
    const accused = [...new Set([...named, ...(await holdersOf(command.about ?? [], reads)), ...about])].filter((id) => id !== me);
    const keptOut = await lineAbove({ subjects: new Set(accused), all: new Set([...accused, me]) }, reads);
    return { origin, unknown, accused, keptOut };
  },
  decide({ reportId, caseId, summary, accused = [] }, _, { caller, office, today, facts, refuse }) {
    if ((reportId === undefined) === (caseId === undefined))
      return refuse('report.retaliation-unplaced', { fields: ['reportId', 'caseId'] });
    if (facts.origin === undefined) return refuse('resource.not-found');
    if (facts.unknown.length > 0)
      return refuse('report.unknown-person', {
        persons: facts.unknown,
        fields: pathsIn('accused', accused, (id) => facts.unknown.includes(id)),
      });
    return [
      ReportReceived({ channel: 'web', receivedOn: today, summary: seal(summary), accused: facts.accused }),
      RetaliationReported({ caseId: facts.origin, keptOut: facts.keptOut }),
      office === 'Public'
        ? FollowUpOffered({})
        : ReporterIdentified({ person: caller.person, name: null, contact: null, confidential: true }),
    ];
  },
});
