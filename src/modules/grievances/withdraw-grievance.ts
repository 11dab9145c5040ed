import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { callersStanding, mustStandApart, recusal } from '../cases/cases.public.js';
import {
  DisciplineBecameFinal,
  GrievanceWithdrawn,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  setAside,
  subject,
} from '../proceedings/proceedings.public.js';

/** The subject takes the grievance back: what was imposed stands, as the last step left it. */
export class WithdrawGrievance extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsOptional() @IsProse(20_000) reasons?: string | null;
}

export const WithdrawGrievanceHandler = slice(WithdrawGrievance, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [subject, office('HR')],
  refuses: { ...recusal, ...setAside, ...proceedingRefusals('grievance.none') },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide({ reasons }, present, context) {
    const { caller, today, refuse } = context;
    if (caller.person !== present.subject) mustStandApart(present, context);
    const state = mustBeInCourse(present, refuse);
    if (state.status !== 'grieved' && state.status !== 'grievance-answered') return refuse('grievance.none');
    const { caseId } = state;
    return [
      GrievanceWithdrawn({ caseId, on: today, reasons: reasons ? seal(reasons) : null }),
      DisciplineBecameFinal({ caseId, on: today }),
    ];
  },
});
