import { Command } from '@nestjs/cqrs';
import { IsString, IsUUID, MaxLength } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { caseOf } from '../cases/cases.public.js';
import { departmentOf, people, trackOn } from '../directory/directory.public.js';
import {
  AllegationPut,
  AllegationsSustained,
  courseOf,
  ProceedingOpened,
  ProceedingReopened,
  proceedingId,
  proceedingRefusals,
  proceedings,
  takesAllegation,
} from '../proceedings/proceedings.public.js';

/**
 * Puts an allegation of the case into its subject's proceeding. The first allegation opens the
 * proceeding.
 */
export class PutAllegation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() subject!: string;
  @IsUUID() allegationId!: string;
  @IsString() @MaxLength(40) clause!: string;
  @IsString() @MaxLength(40) policyVersion!: string;
}

export const PutAllegationHandler = commandHandler(PutAllegation, {
  stream: proceedings,
  of: ({ caseId, subject }) => proceedingId(caseId, subject),
  creates: true,
  extends: true,
  may: [system],
  refuses: proceedingRefusals('proceeding.allegation-put', 'proceeding.over'),
  opens: 'always',
  gather: async ({ caseId, subject, allegationId }, _, reads) => {
    const person = await reads.state(people, subject);
    const { allegations, authority } = await caseOf(caseId, reads);
    return {
      track: trackOn(person, reads.today) ?? null,
      department: departmentOf(person, reads.today) ?? null,
      admitted: allegations.get(allegationId)?.finding?.standard === 'admission',
      decides: authority.decides,
    };
  },
  decide({ caseId, subject, allegationId, clause, policyVersion }, state, { today, facts, refuse }) {
    const { track, department, admitted, decides } = facts;
    if (state.status !== 'absent' && state.allegations.some((put) => put.allegationId === allegationId))
      return refuse('proceeding.allegation-put');
    const course = state.status === 'absent' ? state : courseOf(state);
    if (!takesAllegation(state, admitted)) return refuse('proceeding.over');
    const ended = course.status === 'not-sustained' || course.status === 'no-action';

    const opened = [
      ...(state.status === 'absent' ? [ProceedingOpened({ caseId, subject, track, department, openedOn: today })] : []),
      ...(ended ? [ProceedingReopened({ caseId, allegationIds: [] })] : []),
    ];
    const put = AllegationPut({ caseId, allegation: { allegationId, clause, policyVersion }, on: today });
    if (!admitted) return [...opened, put];
    const allegationIds = [...('sustained' in course ? course.sustained : []), allegationId];
    return [...opened, put, AllegationsSustained({ caseId, allegationIds, by: 'admission', decides })];
  },
});
