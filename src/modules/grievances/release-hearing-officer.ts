import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { callersStanding, mustBeUninvolved, standingRefusals } from '../cases/cases.public.js';
import { courseOf, HearingOfficerReleased, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** Ends the appointment of a hearing officer: from now on they see and do nothing here. */
export class ReleaseHearingOfficer extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(5_000) reasons!: string;
}

export const ReleaseHearingOfficerHandler = commandHandler(ReleaseHearingOfficer, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR'), office('City Clerk')],
  refuses: { ...standingRefusals, ...proceedingRefusals('grievance.own-decision', 'grievance.no-officer') },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide({ reasons }, state, context) {
    const { caller, today, refuse } = context;
    mustBeUninvolved(state, context);
    const course = courseOf(state);
    const officer = 'grievance' in course ? course.grievance.officer : null;
    if (!officer || !('discipline' in course)) return refuse('grievance.no-officer');
    const { decidedBy, decidedAs } = course.discipline;
    if (decidedBy === caller.person && decidedAs !== 'Council') return refuse('grievance.own-decision');
    return [HearingOfficerReleased({ caseId: state.caseId, officer: officer.person, on: today, reasons: seal(reasons) })];
  },
});
