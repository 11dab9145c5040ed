import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { decideBy, gatherGrievance, stepFrom } from '../discipline/discipline.public.js';
import { dueIn, grievancesOn } from '../procedure/procedure.public.js';
import { GrievanceFiled, mustBeInCourse, proceedingRefusals, proceedings, setAside, subject } from '../proceedings/proceedings.public.js';

/** The subject grieves the imposed discipline. HR enters it for a subject without a login. */
export class FileGrievance extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(20_000) grounds!: string;
}

export const FileGrievanceHandler = commandHandler(FileGrievance, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [subject, office('HR')],
  impartial: { own: 'The grievance is the subject’s.' },
  refuses: {
    ...setAside,
    ...proceedingRefusals('grievance.under-way', 'grievance.nothing-to-grieve', 'grievance.too-late', 'grievance.no-steps'),
  },
  knows: (state, reads) => gatherGrievance(state, reads),
  opens(present, { now, today, facts, refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (state.status === 'grieved' || state.status === 'grievance-answered') return refuse('grievance.under-way');
    if (state.status !== 'imposed') return refuse('grievance.nothing-to-grieve');
    const { discipline, caseId } = state;
    if (discipline.grievableUntil !== null && now >= discipline.grievableUntil) return refuse('grievance.too-late');
    const track = facts.track ?? discipline.track;
    const first = stepFrom(0, discipline.decidedAs, track, facts.procedure, today) ?? refuse('grievance.no-steps');
    return { caseId, first, track };
  },
  decide({ grounds }, { caseId, first, track }, context) {
    const { today, facts } = context;
    const exhausted = grievancesOn(facts.procedure, track, today)?.exhaustedAfter ?? null;
    return [
      GrievanceFiled({
        caseId,
        on: today,
        grounds: seal(grounds),
        ...first,
        decideBy: decideBy(first, facts.procedure, context),
        exhaustsAt: exhausted === null ? null : dueIn(exhausted, context),
      }),
    ];
  },
});
