import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PriorDisciplineRebutted, personOfEntry, priors } from './prior-discipline.js';

/**
 * Adds the person's statement beside an entry from paper. HR enters it for a person without a
 * login.
 */
export class RebutPriorDiscipline extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsUUID() entryId!: string;
  @IsProse(20_000) statement!: string;
}

export const RebutPriorDisciplineHandler = commandHandler(RebutPriorDiscipline, {
  stream: priors,
  of: ({ entryId }) => entryId,
  may: [personOfEntry, office('HR')],
  refuses: { ...platformRefusals('resource.not-found'), ...proceedingRefusals('history.gone') },
  opens: (state, { refuse }) => (state.status === 'recorded' ? state : refuse('history.gone')),
  decide({ personId, statement }, state, { today, refuse }) {
    if (state.person !== personId) return refuse('resource.not-found');
    return [PriorDisciplineRebutted({ on: today, statement: seal(statement) })];
  },
});
