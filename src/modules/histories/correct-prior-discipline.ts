import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type Authority, authorities, ladderOn, procedure, procedureId } from '../procedure/procedure.public.js';
import { proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PaperFields, paperOf, paperRefusals } from './enter-prior-discipline.js';
import { PriorDisciplineCorrected, priors } from './prior-discipline.js';

/**
 * Corrects an entry from paper: a whole new entry replaces the earlier one, which the log keeps.
 */
export class CorrectPriorDiscipline extends PaperFields {
  @IsUUID() entryId!: string;
  /** What was wrong, and how that is known. */
  @IsProse(5_000) correction!: string;
  /** The authority that ordered the correction. */
  @IsIn(authorities) authority!: Authority;
}

export const CorrectPriorDisciplineHandler = commandHandler(CorrectPriorDiscipline, {
  stream: priors,
  of: ({ entryId }) => entryId,
  may: [office('HR')],
  refuses: { ...paperRefusals, ...platformRefusals('resource.not-found'), ...proceedingRefusals('history.gone') },
  opens(state, { caller, refuse }) {
    if (caller.person === state.person) return refuse('access.not-permitted');
    return state.status === 'recorded' ? state : refuse('history.gone');
  },
  gather: async ({ track }, _, reads) => ({ ladder: ladderOn(await reads.state(procedure, procedureId), track, reads.today) }),
  decide(command, state, context) {
    const { today, facts, refuse } = context;
    if (state.person !== command.personId) return refuse('resource.not-found');
    return [
      PriorDisciplineCorrected({
        on: today,
        paper: paperOf(command, facts.ladder, context),
        reasons: seal(command.correction),
        authority: command.authority,
      }),
    ];
  },
});
