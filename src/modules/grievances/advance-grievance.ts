import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { decideBy, gatherGrievance, stepFrom } from '../discipline/discipline.public.js';
import {
  GrievanceAdvanced,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  setAside,
  subject,
} from '../proceedings/proceedings.public.js';

/** Takes a grievance to its next step: after a decision against the subject, or once a step's time to decide has run out. */
export class AdvanceGrievance extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** An addition to the grounds. */
  @IsOptional() @IsProse(20_000) grounds?: string | null;
}

export const AdvanceGrievanceHandler = commandHandler(AdvanceGrievance, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [subject, office('HR')],
  impartial: { own: 'The grievance is the subject’s.' },
  refuses: {
    ...setAside,
    ...proceedingRefusals('grievance.none', 'grievance.step-undecided', 'grievance.too-late', 'grievance.no-further-step'),
  },
  knows: (state, reads) => gatherGrievance(state, reads),
  opens(present, { now, today, facts, refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (state.status !== 'grieved' && state.status !== 'grievance-answered') return refuse('grievance.none');
    const { grievance, discipline, caseId } = state;
    if (state.status === 'grieved' && (grievance.decideBy === null || now < grievance.decideBy)) return refuse('grievance.step-undecided');
    const track = facts.track ?? discipline.track;
    const next = stepFrom(grievance.index + 1, discipline.decidedAs, track, facts.procedure, today);
    if (!next) return refuse('grievance.no-further-step');
    if (state.status === 'grievance-answered' && (state.advanceUntil === null || now >= state.advanceUntil))
      return refuse('grievance.too-late');
    return { caseId, next };
  },
  decide({ grounds }, { caseId, next }, context) {
    const { today, facts } = context;
    return [
      GrievanceAdvanced({
        caseId,
        on: today,
        grounds: grounds ? seal(grounds) : null,
        ...next,
        decideBy: decideBy(next, facts.procedure, context),
      }),
    ];
  },
});
