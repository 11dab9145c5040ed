import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { dayIn } from '../../platform/ground/clock.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseOf, caseRefusals } from '../cases/cases.public.js';
import { procedure, procedureId } from '../procedure/procedure.public.js';
import {
  courseOf,
  isOver,
  mustBeInCourse,
  ProceedingHeld,
  ProceedingResumed,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';
import { timesAfter } from './tolling.js';

/** Holds a proceeding whose case rests: the subject's times stand still. */
export class RestWithCase extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
}

export const RestWithCaseHandler = commandHandler(RestWithCase, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [system],
  refuses: { ...setAside, ...caseRefusals('case.not-suspended'), ...proceedingRefusals('proceeding.over') },
  gather: async (_, state, reads) => {
    const matter = state.status === 'absent' ? null : await caseOf(state.caseId, reads);
    return { restsSince: matter?.status === 'abeyance' ? matter.abeyance.since : null };
  },
  decide(_, present, { timeZone, facts, refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (isOver(state)) return refuse('proceeding.over');
    const since = facts.restsSince ?? refuse('case.not-suspended');
    // The hold counts from the day on which the case began to rest, even if this runs late.
    return [ProceedingHeld({ caseId: state.caseId, on: dayIn(timeZone, since), reasons: seal('The case rests.'), withCase: true })];
  },
});

/** Resumes a proceeding that was held because its case rested. */
export class GoOnWithCase extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
}

export const GoOnWithCaseHandler = commandHandler(GoOnWithCase, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [system],
  refuses: proceedingRefusals('proceeding.not-held', 'proceeding.case-rests'),
  gather: async (_, state, reads) => ({
    rests: state.status !== 'absent' && (await caseOf(state.caseId, reads)).status === 'abeyance',
    procedure: await reads.state(procedure, procedureId),
  }),
  decide(_, state, context) {
    const { today, facts, refuse } = context;
    if (state.status !== 'held' || !state.withCase) return refuse('proceeding.not-held');
    if (facts.rests) return refuse('proceeding.case-rests');
    const times = timesAfter(courseOf(state), state.heldOn, facts.procedure, context);
    return [ProceedingResumed({ caseId: state.caseId, on: today, reasons: seal('The case was taken up again.'), ...times })];
  },
});
