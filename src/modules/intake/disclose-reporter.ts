import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay, plusDays } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { people } from '../directory/directory.public.js';
import { termsOn } from '../procedure/procedure.public.js';
import {
  type Contact,
  contacts,
  DisclosureAnnounced,
  mayBeWrittenTo,
  ReporterDisclosed,
  reportRefusals,
  reports,
} from '../reports/reports.public.js';
import { type ReportRole, roleOf } from './report-roles.js';

/** Whether a caller with this part decides on disclosing who reported: who decides the case, and counsel. */
const decidesOnDisclosure = (part: ReportRole | undefined): boolean => part !== undefined && (part.decides || part.counsel);

/** Records that a reporter was told that their identity is going to be disclosed; the first half of that decision. */
export class AnnounceDisclosure extends Command<Receipt> {
  @IsUUID() reportId!: string;
  /** To whom it is going to be disclosed. */
  @IsName() to!: string;
  /** Their person id, where it is one of the city's people; the look-up is open to them afterwards. */
  @IsOptional() @IsUUID() person?: string;
  @IsProse(20_000) reason!: string;
  /** How the reporter was told; `message` where the announcement itself is to tell them, where they follow the report. */
  @IsIn(contacts) how!: Contact;
  @IsDay() toldOn!: Day;
}

export const AnnounceDisclosureHandler = commandHandler(AnnounceDisclosure, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...reportRefusals('report.reporter-unknown', 'report.unknown-person', 'report.told-in-future', 'report.sender-unreachable'),
  },
  gather: async ({ reportId, person }, state, reads) => ({
    ...(await roleOf(reportId, state, reads)),
    known: person === undefined || (await reads.state(people, person)).status !== 'absent',
    days: (await termsOn(reads.today, reads)).disclosure,
  }),
  decide({ to, person, reason, how, toldOn }, state, { today, timeZone, newId, facts, refuse }) {
    if (!decidesOnDisclosure(facts.part)) return refuse('resource.not-found');
    if (state.sender.known === 'not') return refuse('report.reporter-unknown');
    if (!facts.known) return refuse('report.unknown-person');
    if (toldOn > today) return refuse('report.told-in-future');
    if (how === 'message' && !mayBeWrittenTo(state)) return refuse('report.sender-unreachable');
    // A message tells today, whatever day is claimed.
    const told = how === 'message' ? today : toldOn;
    return [
      DisclosureAnnounced({
        disclosureId: newId('disclosure'),
        to: seal(to),
        person: person ?? null,
        reason: seal(reason),
        how,
        toldOn: told,
        notBefore: endOfDay(timeZone, plusDays(told, facts.days)),
      }),
    ];
  },
});

/** Decides that a reporter's identity is disclosed as announced, once the reporter had their time. */
export class DiscloseReporter extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsUUID() disclosureId!: string;
}

export const DiscloseReporterHandler = commandHandler(DiscloseReporter, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...reportRefusals('report.disclosure-unannounced', 'report.disclosure-too-early', 'report.disclosed-already'),
  },
  gather: ({ reportId }, state, reads) => roleOf(reportId, state, reads),
  decide({ disclosureId }, state, { now, facts: { part }, refuse }) {
    if (!decidesOnDisclosure(part)) return refuse('resource.not-found');
    const announced = state.disclosures.get(disclosureId);
    if (!announced) return refuse('report.disclosure-unannounced');
    if (announced.disclosed) return refuse('report.disclosed-already');
    if (now < announced.notBefore) return refuse('report.disclosure-too-early', { notBefore: announced.notBefore });
    return [ReporterDisclosed({ disclosureId, person: announced.person })];
  },
});
