import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseOf } from '../cases/cases.public.js';
import { procedure, procedureId } from '../procedure/procedure.public.js';
import { courseOf, disciplines, isOver, ProceedingResumed, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';
import { timesAfter } from './tolling.js';

/**
 * Resumes a proceeding that was held, or that ended when its subject left and is to be completed.
 * Its times continue from where they stopped.
 */
export class ResumeProceeding extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(5_000) reasons!: string;
}

export const ResumeProceedingHandler = commandHandler(ResumeProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('HR'), office('City Attorney')],
  refuses: proceedingRefusals('proceeding.not-held', 'proceeding.case-rests', 'proceeding.case-closed'),
  knows: async ({ caseId }, reads) => ({
    case: (await caseOf(caseId, reads)).status,
    procedure: await reads.state(procedure, procedureId),
  }),
  opens(state, { facts, refuse }) {
    if (state.status !== 'held' && state.status !== 'separated') return refuse('proceeding.not-held');
    const course = courseOf(state);
    if (facts.case === 'abeyance') return refuse('proceeding.case-rests');
    if (facts.case === 'closed' && !isOver(course)) return refuse('proceeding.case-closed');
    return { caseId: state.caseId, course, since: state.status === 'held' ? state.heldOn : state.stoodOn };
  },
  decide({ reasons }, { caseId, course, since }, context) {
    const { today, facts } = context;
    return [
      ProceedingResumed({
        caseId,
        on: today,
        reasons: seal(reasons),
        ...timesAfter(course, since, facts.procedure, context),
      }),
    ];
  },
});
