import { Command } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { asksEmployees } from '../procedure/procedure.public.js';
import { receivers, strangerFacts, strangersIn } from './receive-report.js';
import { type Channel, CheckInsOwed, channels, FollowUpOffered, ReporterIdentified, ReportReceived } from './report.events.js';
import { reports } from './report.js';
import { reportRefusals } from './report.refusals.js';

/** Channels by which a report reaches an office. */
export const relayed = channels.filter((channel) => channel !== 'web');

/**
 * Enters a report that reached an office by telephone, at the counter or on paper. The reporter
 * gets a follow-up code, with or without a name. The office reads it out or sends it.
 */
export class RelayReport extends Command<Receipt> {
  @IsIn(relayed) channel!: Channel;
  @IsProse(20_000) summary!: string;
  /** Person ids of the accused, as far as they are known. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsUUID('all', { each: true }) accused?: string[];
  /**
   * Person id of the reporter, if the reporter is one of the city's people. Left out if the
   * reporter wants to stay unknown.
   */
  @IsOptional() @IsUUID() reporterPerson?: string;
  @IsOptional() @IsName() reporterName?: string;
  @IsOptional() @IsProse(500) reporterContact?: string;
  /** The reporter asks the city to keep their identity confidential. */
  @IsOptional() @IsBoolean() confidential?: boolean;
}

export const RelayReportHandler = commandHandler(RelayReport, {
  stream: reports,
  of: (_, newId) => newId('report'),
  creates: true,
  may: receivers.map((name) => office(name)),
  refuses: reportRefusals('report.reporter-is-enterer', 'report.unknown-person'),
  opens: 'always',
  gather: async (command, _, reads) => ({ unknown: await strangersIn(command, reads), ...(await asksEmployees(reads)) }),
  decide(command, _, { caller, today, facts, refuse }) {
    const { channel, summary, accused = [], reporterPerson, reporterName, reporterContact, confidential = true } = command;
    if (reporterPerson === caller.person) return refuse('report.reporter-is-enterer');
    if (facts.unknown.length > 0) return refuse('report.unknown-person', strangerFacts(command, facts.unknown));
    const told = reporterPerson || reporterName || reporterContact;
    return [
      ReportReceived({ channel, receivedOn: today, summary: seal(summary), accused }),
      FollowUpOffered({}),
      ...(told
        ? [
            ReporterIdentified({
              person: reporterPerson ?? null,
              name: reporterName ? seal(reporterName) : null,
              contact: reporterContact ? seal(reporterContact) : null,
              confidential,
            }),
          ]
        : []),
      ...(facts.asksEmployees && reporterPerson ? [CheckInsOwed({})] : []),
    ];
  },
});
