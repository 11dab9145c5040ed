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

/**
 * Whether a caller with this role decides on disclosing the reporter. The case's decider and
 * counsel do.
 */
const decidesOnDisclosure = (part: ReportRole): boolean => part.decides || part.counsel;

/**
 * Records that the reporter was told of the disclosure of their identity. It is the first half of
 * that decision.
 */
export class AnnounceDisclosure extends Command<Receipt> {
  @IsUUID() reportId!: string;
  /** The recipient of the disclosure. */
  @IsName() to!: string;
  /**
   * Person id of the recipient, if one of the city's people. The look-up is open to them after the
   * disclosure.
   */
  @IsOptional() @IsUUID() person?: string;
  @IsProse(20_000) reason!: string;
  /**
   * How the reporter was told. With `message`, the announcement itself tells them when they follow
   * the report.
   */
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
  knows: roleOf,
  opens(state, { facts: { part }, refuse }) {
    if (!decidesOnDisclosure(part)) return refuse('resource.not-found');
    return state.sender.known === 'not' ? refuse('report.reporter-unknown') : state;
  },
  gather: async ({ person }, _, reads) => ({
    known: person === undefined || (await reads.state(people, person)).status !== 'absent',
    days: (await termsOn(reads.today, reads)).disclosure,
  }),
  decide({ to, person, reason, how, toldOn }, state, { today, timeZone, newId, facts, refuse }) {
    if (!facts.known) return refuse('report.unknown-person', { fields: ['person'] });
    if (toldOn > today) return refuse('report.told-in-future');
    if (how === 'message' && !mayBeWrittenTo(state)) return refuse('report.sender-unreachable', { fields: ['how'] });
    // A message reaches the reporter today, whatever day the command names.
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

/** Discloses a reporter's identity as announced, after the reporter's waiting period. */
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
  knows: roleOf,
  opens: (state, { facts: { part }, refuse }) => (decidesOnDisclosure(part) ? state : refuse('resource.not-found')),
  asks: ({ disclosures }) => ({ choices: { disclosureId: [...disclosures].flatMap(([id, { disclosed }]) => (disclosed ? [] : [id])) } }),
  decide({ disclosureId }, state, { now, refuse }) {
    const announced = state.disclosures.get(disclosureId);
    if (!announced) return refuse('report.disclosure-unannounced');
    if (announced.disclosed) return refuse('report.disclosed-already');
    if (now < announced.notBefore) return refuse('report.disclosure-too-early', { notBefore: announced.notBefore });
    return [ReporterDisclosed({ disclosureId, person: announced.person })];
  },
});
