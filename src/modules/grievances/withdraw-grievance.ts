import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  DisciplineBecameFinal,
  GrievanceWithdrawn,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  setAside,
  subject,
} from '../proceedings/proceedings.public.js';

/** The subject takes the grievance back. The discipline remains as the last step left it. */
export class WithdrawGrievance extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsOptional() @IsProse(20_000) reasons?: string | null;
}

export const WithdrawGrievanceHandler = commandHandler(WithdrawGrievance, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [subject, office('HR')],
  impartial: { own: 'The grievance is the subject’s.' },
  refuses: { ...setAside, ...proceedingRefusals('grievance.none') },
  opens(present, { refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (state.status !== 'grieved' && state.status !== 'grievance-answered') return refuse('grievance.none');
    return state;
  },
  decide({ reasons }, { caseId }, { today }) {
    return [
      GrievanceWithdrawn({ caseId, on: today, reasons: reasons ? seal(reasons) : null }),
      DisciplineBecameFinal({ caseId, on: today }),
    ];
  },
});
