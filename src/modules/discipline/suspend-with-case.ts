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
  knows: async ({ caseId }, reads) => {
    const matter = await caseOf(caseId, reads);
    return { restsSince: matter.status === 'abeyance' ? matter.abeyance.since : null };
  },
  opens(present, { facts, refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (isOver(state)) return refuse('proceeding.over');
    return { caseId: state.caseId, since: facts.restsSince ?? refuse('case.not-suspended') };
  },
  decide: (_, { caseId, since }, { timeZone }) => [
    // The hold counts from the day on which the case began to rest, even if this runs late.
    ProceedingHeld({ caseId, on: dayIn(timeZone, since), reasons: seal('The case rests.'), withCase: true }),
  ],
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
  knows: async ({ caseId }, reads) => ({
    rests: (await caseOf(caseId, reads)).status === 'abeyance',
    procedure: await reads.state(procedure, procedureId),
  }),
  opens(state, { facts, refuse }) {
    if (state.status !== 'held' || !state.withCase) return refuse('proceeding.not-held');
    return facts.rests ? refuse('proceeding.case-rests') : state;
  },
  decide(_, state, context) {
    const { today, facts } = context;
    const times = timesAfter(courseOf(state), state.heldOn, facts.procedure, context);
    return [ProceedingResumed({ caseId: state.caseId, on: today, reasons: seal('The case was taken up again.'), ...times })];
  },
});
