import { Command } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone, type Office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { people } from '../directory/directory.public.js';
import { asksEmployees } from '../procedure/procedure.public.js';
import { CheckInsOwed } from './report.events.js';
import { type Channel, channels, ReporterIdentified, ReportReceived, reports } from './report.js';
import { reportRefusals } from './report.refusals.js';

/**
 * Offices that receive reports. If a holder enters another person's report, the holder is not its
 * reporter.
 */
export const receivers = ['City Manager', 'Communications Manager', 'City Attorney', 'HR', 'City Clerk'] as const;
const receiving: ReadonlySet<Office> = new Set<Office>(receivers);

/**
 * Reports a violation, or what looks like one. The report is the caller's own, or the caller
 * received it from another person.
 */
export class ReceiveReport extends Command<Receipt> {
  @IsIn(channels) channel!: Channel;
  @IsProse(20_000) summary!: string;
  /** Person ids of the accused, as far as they are known. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsUUID('all', { each: true }) accused?: string[];
  /**
   * `self`: the caller reports it; `another`: another person did; `unknown`: nobody knows who did.
   */
  @IsIn(['self', 'another', 'unknown']) from!: 'self' | 'another' | 'unknown';
  /**
   * Person id of the reporter, if `from` is `another` and the reporter is one of the city's people.
   */
  @IsOptional() @IsUUID() reporterPerson?: string;
  @IsOptional() @IsName() reporterName?: string;
  @IsOptional() @IsProse(500) reporterContact?: string;
  /** The reporter asks the city to keep their identity confidential. */
  @IsOptional() @IsBoolean() confidential?: boolean;
}

/** Person ids that a report names but the directory does not know. */
export async function strangersIn(
  { accused = [], reporterPerson }: Pick<ReceiveReport, 'accused' | 'reporterPerson'>,
  reads: Reads,
): Promise<string[]> {
  const named = [...accused, ...(reporterPerson ? [reporterPerson] : [])];
  const states = await Promise.all(named.map((id) => reads.state(people, id)));
  return named.filter((_, i) => states[i]?.status === 'absent');
}

/** The refusal's facts: the people who are not in the directory, and the fields that name them. */
export const strangerFacts = (
  { accused = [], reporterPerson }: Partial<Pick<ReceiveReport, 'accused' | 'reporterPerson'>>,
  unknown: readonly string[],
) => ({
  persons: unknown,
  fields: [
    ...pathsIn('accused', accused, (id) => unknown.includes(id)),
    ...(reporterPerson && unknown.includes(reporterPerson) ? ['reporterPerson'] : []),
  ],
});

export const ReceiveReportHandler = commandHandler(ReceiveReport, {
  stream: reports,
  of: (_, newId) => newId('report'),
  creates: true,
  may: [anyone],
  refuses: reportRefusals('report.relay-not-yours', 'report.reporter-misplaced', 'report.reporter-unnamed', 'report.unknown-person'),
  opens: 'always',
  gather: async (command, _, reads) => ({ unknown: await strangersIn(command, reads), ...(await asksEmployees(reads)) }),
  decide(command, _, { caller, today, facts, refuse }) {
    const { channel, summary, accused = [], from, reporterPerson, reporterName, reporterContact, confidential = false } = command;
    const receives = caller.offices.some(({ office }) => receiving.has(office));
    if (from !== 'self' && !receives) return refuse('report.relay-not-yours');
    const excluded = { self: { reporterPerson, reporterName }, unknown: { reporterPerson, reporterName, reporterContact }, another: {} }[
      from
    ];
    const misplaced = Object.entries(excluded).flatMap(([field, given]) => (given ? [field] : []));
    if (misplaced.length > 0) return refuse('report.reporter-misplaced', { fields: misplaced });
    if (from === 'another' && !reporterPerson && !reporterName)
      return refuse('report.reporter-unnamed', { fields: ['reporterPerson', 'reporterName'] });
    if (facts.unknown.length > 0) return refuse('report.unknown-person', strangerFacts(command, facts.unknown));

    const received = ReportReceived({ channel, receivedOn: today, summary: seal(summary), accused });
    if (from === 'unknown') return [received];
    return [
      received,
      ReporterIdentified({
        person: from === 'self' ? caller.person : (reporterPerson ?? null),
        name: reporterName ? seal(reporterName) : null,
        contact: reporterContact ? seal(reporterContact) : null,
        confidential,
      }),
      ...(facts.asksEmployees && (from === 'self' || reporterPerson) ? [CheckInsOwed({})] : []),
    ];
  },
});
