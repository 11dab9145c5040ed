import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
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
  refuses: proceedingRefusals('grievance.own-decision', 'grievance.no-officer'),
  opens(state, { caller, refuse }) {
    const course = courseOf(state);
    const officer = 'grievance' in course ? course.grievance.officer : null;
    if (!officer || !('discipline' in course)) return refuse('grievance.no-officer');
    const { decidedBy, decidedAs } = course.discipline;
    if (decidedBy === caller.person && decidedAs !== 'Council') return refuse('grievance.own-decision');
    return { caseId: state.caseId, officer: officer.person };
  },
  decide: ({ reasons }, released, { today }) => [HearingOfficerReleased({ ...released, on: today, reasons: seal(reasons) })],
});
