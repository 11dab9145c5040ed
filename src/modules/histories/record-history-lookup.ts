import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { anyone, office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { people } from '../directory/directory.public.js';
import { HistoryLookedUp, historyLookups, type Purpose, purposes } from './history-lookup.js';
import { auditRefusals } from './lookup.refusals.js';

/**
 * Records that the caller looks up a person's disciplinary history, and the purpose. It runs before
 * the query answers.
 */
export class RecordLookUp extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsIn(purposes) purpose!: Purpose;
  @IsOptional() @IsProse(2000) note?: string | null;
}

const officesThatLook = [office('HR'), office('City Manager'), office('City Attorney'), office('Auditor')];

export const RecordLookUpHandler = commandHandler(RecordLookUp, {
  stream: historyLookups,
  of: ({ personId }) => personId,
  creates: true,
  extends: true,
  may: [...officesThatLook, anyone],
  refuses: { ...platformRefusals('access.not-permitted', 'resource.not-found'), ...auditRefusals('lookup.own-record') },
  knows: async (_, reads, id) => ({ person: await reads.state(people, id) }),
  opens(_, { caller, office: acts, id, facts, refuse }) {
    const own = id === caller.person;
    if (!own && !officesThatLook.some((grant) => grant.office === acts)) return refuse('access.not-permitted');
    return facts.person.status === 'absent' ? refuse('resource.not-found') : { own };
  },
  decide({ purpose, note }, { own }, { refuse }) {
    if (own !== (purpose === 'own-record')) return refuse('lookup.own-record');
    return [HistoryLookedUp({ purpose, note: note ? seal(note) : null })];
  },
});
