import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { people } from '../directory/directory.public.js';
import { type Authority, authorities, ladderOn, procedure, procedureId } from '../procedure/procedure.public.js';
import { proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PaperFields, paperOf, paperRefusals } from './enter-prior-discipline.js';
import { PriorDisciplineMoved, priors } from './prior-discipline.js';

/**
 * Moves an entry from paper out of the wrong person's history into the right person's, with the
 * paper's content for that person.
 */
export class MovePriorDiscipline extends PaperFields {
  @IsUUID() entryId!: string;
  /** Id of the person to whom the entry belongs. */
  @IsUUID() to!: string;
  /** What was wrong, and how that is known. */
  @IsProse(5_000) correction!: string;
  /** The authority that ordered the correction. */
  @IsIn(authorities) authority!: Authority;
}

export const MovePriorDisciplineHandler = commandHandler(MovePriorDiscipline, {
  stream: priors,
  of: ({ entryId }) => entryId,
  may: [office('HR')],
  refuses: {
    ...paperRefusals,
    ...platformRefusals('resource.not-found'),
    ...proceedingRefusals('history.gone', 'history.unknown-person', 'history.unchanged'),
  },
  opens(state, { caller, refuse }) {
    if (caller.person === state.person) return refuse('access.not-permitted');
    return state.status === 'recorded' ? state : refuse('history.gone');
  },
  gather: async ({ to, track }, _, reads) => ({
    known: (await reads.state(people, to)).status !== 'absent',
    ladder: ladderOn(await reads.state(procedure, procedureId), track, reads.today),
  }),
  decide(command, state, context) {
    const { caller, today, facts, refuse } = context;
    const { to, correction, authority } = command;
    if (state.person !== command.personId) return refuse('resource.not-found');
    if (caller.person === to) return refuse('access.not-permitted');
    if (to === state.person) return refuse('history.unchanged', { fields: ['to'] });
    if (!facts.known) return refuse('history.unknown-person', { fields: ['to'] });
    const paper = paperOf(command, facts.ladder, context);
    return [PriorDisciplineMoved({ on: today, was: state.person, person: to, paper, reasons: seal(correction), authority })];
  },
});
