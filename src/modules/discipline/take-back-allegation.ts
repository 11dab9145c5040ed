import { Command } from '@nestjs/cqrs';
import { IsBoolean, IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import {
  AllegationTakenBack,
  courseOf,
  NothingSustained,
  proceedingId,
  proceedingRefusals,
  proceedings,
} from '../proceedings/proceedings.public.js';

/**
 * Takes an allegation that its case withdrew out of its subject's proceeding. With the last
 * allegation the proceeding ends.
 */
export class TakeBackAllegation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() subject!: string;
  @IsUUID() allegationId!: string;
  /** An amended allegation replaces it. */
  @IsBoolean() replaced!: boolean;
}

export const TakeBackAllegationHandler = commandHandler(TakeBackAllegation, {
  stream: proceedings,
  of: ({ caseId, subject }) => proceedingId(caseId, subject),
  may: [system],
  refuses: proceedingRefusals('proceeding.allegation-missing', 'proceeding.outcome-stands'),
  opens: 'always',
  decide({ caseId, allegationId, replaced }, state, { today, refuse }) {
    if (!state.allegations.some((put) => put.allegationId === allegationId))
      return refuse('proceeding.allegation-missing', { fields: ['allegationId'] });
    // The allegation also leaves a proceeding that is held or settled, or whose subject left.
    const { status } = courseOf(state);
    if (status !== 'named' && status !== 'informed') return refuse('proceeding.outcome-stands');
    const taken = AllegationTakenBack({ caseId, allegationId, on: today });
    const ends = state.allegations.length === 1 && !replaced && state.status !== 'settled' && state.status !== 'expunged';
    return ends ? [taken, NothingSustained({ caseId })] : [taken];
  },
});
