import { Command } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { publicly } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type AssignableOffice, assignableOffices, holdersOn, officeHolding } from '../directory/directory.public.js';
import { FollowUpOffered, ReporterIdentified, ReportReceived } from './report.events.js';
import { reports } from './report.js';
import { reportRefusals } from './report.refusals.js';

/** Offices that a sender can name without a department. */
export const namedOffices = assignableOffices.filter((name) => name !== 'Director' && name !== 'Designee');

/** Person ids of today's holders of these offices. */
export const holdersOf = async (offices: readonly AssignableOffice[], reads: Reads): Promise<string[]> => {
  const held = await Promise.all(offices.map((office) => holdersOn(reads.rows(officeHolding), office, reads.today)));
  return [...new Set(held.flat())];
};

/**
 * Receives a report from anyone, without a login: from a citizen, or from an employee who wants to
 * stay unknown. Only the sender's own words can say who sent it.
 */
export class ReceivePublicReport extends Command<Receipt> {
  @IsProse(20_000) summary!: string;
  /** Offices that the report is about. None of their holders takes it in. */
  @IsOptional() @IsArray() @ArrayMaxSize(10) @ArrayUnique() @IsIn(namedOffices, { each: true }) about?: AssignableOffice[];
  /** Only if the sender wants to be known to the people who take reports in. */
  @IsOptional() @IsName() name?: string;
  @IsOptional() @IsProse(500) contact?: string;
  /** The sender asks the city to keep their identity confidential. */
  @IsOptional() @IsBoolean() confidential?: boolean;
}

export const ReceivePublicReportHandler = commandHandler(ReceivePublicReport, {
  stream: reports,
  of: (_, newId) => newId('report'),
  creates: true,
  may: [publicly],
  refuses: reportRefusals(),
  opens: 'always',
  gather: async ({ about = [] }, _, reads) => ({ accused: await holdersOf(about, reads) }),
  decide({ summary, name, contact, confidential = true }, _, { today, facts }) {
    return [
      ReportReceived({ channel: 'web', receivedOn: today, summary: seal(summary), accused: facts.accused }),
      FollowUpOffered({}),
      ...(name || contact
        ? [ReporterIdentified({ person: null, name: name ? seal(name) : null, contact: contact ? seal(contact) : null, confidential })]
        : []),
    ];
  },
});
