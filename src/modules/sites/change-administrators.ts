import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { holdersToday, inServiceToday } from './people.js';
import {
  AdministratorAdded,
  AdministratorChangeDeclined,
  AdministratorChangeProposed,
  AdministratorRemoved,
  changes,
  isApproved,
  sites,
} from './site.js';
import { siteRefusals } from './site.refusals.js';

/** Proposes to add or remove an administrator of a site. */
export class ProposeAdministratorChange extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsUUID() person!: string;
  @IsIn(changes) change!: (typeof changes)[number];
  @IsProse(2_000) reasons!: string;
}

export const ProposeAdministratorChangeHandler = commandHandler(ProposeAdministratorChange, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('Communications Manager')],
  refuses: siteRefusals(
    'site.not-approved',
    'site.retired',
    'site.change-pending',
    'site.administrator-by-office',
    'site.administrator-already',
    'site.no-administrator',
    'site.unknown-person',
  ),
  opens(state, { refuse }) {
    if (!isApproved(state)) return refuse('site.not-approved');
    return state.status === 'retired' ? refuse('site.retired') : state;
  },
  gather: async ({ person }, _, reads) => ({
    itDirectors: await holdersToday('IT Director', reads),
    inService: (await inServiceToday([person], reads)).has(person),
  }),
  decide({ person, change, reasons }, state, { facts, refuse }) {
    if (state.pending.has(person)) return refuse('site.change-pending');
    const isOne = state.administrators.includes(person);
    if (change === 'remove') return isOne ? [AdministratorChangeProposed({ person, change, reasons })] : refuse('site.no-administrator');
    if (facts.itDirectors.includes(person)) return refuse('site.administrator-by-office', { fields: ['person'] });
    if (isOne) return refuse('site.administrator-already');
    if (!facts.inService) return refuse('site.unknown-person', { fields: ['person'] });
    return [AdministratorChangeProposed({ person, change, reasons })];
  },
});

/**
 * Approves a proposed change of administrators, or declines it with reasons. The City Manager
 * decides.
 */
export class DecideAdministratorChange extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsUUID() person!: string;
  @IsIn(['approve', 'decline']) decision!: 'approve' | 'decline';
  /** The reasons for declining it. */
  @IsOptional() @IsProse(2_000) reasons?: string | null;
}

export const DecideAdministratorChangeHandler = commandHandler(DecideAdministratorChange, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('City Manager')],
  refuses: siteRefusals('site.not-approved', 'site.change-not-pending', 'site.reasons-missing'),
  opens: (state, { refuse }) => (isApproved(state) ? state : refuse('site.not-approved')),
  asks: ({ pending }) => ({ choices: { person: [...pending.keys()] } }),
  decide({ person, decision, reasons }, state, { refuse }) {
    const change = state.pending.get(person) ?? refuse('site.change-not-pending');
    if (decision === 'decline') return [AdministratorChangeDeclined({ person, reasons: reasons ?? refuse('site.reasons-missing') })];
    return [change === 'add' ? AdministratorAdded({ person }) : AdministratorRemoved({ person })];
  },
});
