import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  ResponseReceived,
  SubjectAnswered,
  setAside,
  subject,
} from '../proceedings/proceedings.public.js';

const kinds = ['writing', 'meeting', 'waiver'] as const;

/**
 * The subject answers the allegations, responds to the notice of proposed discipline, or waives
 * either.
 */
export class RecordResponse extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(kinds) kind!: (typeof kinds)[number];
  /** The subject's statement; none with a waiver. */
  @IsOptional() @IsProse(20_000) statement?: string | null;
  /** The day on which they answered; today unless given. */
  @IsOptional() @IsDay() on?: Day | null;
}

export const RecordResponseHandler = commandHandler(RecordResponse, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [subject, office('HR')],
  impartial: { own: 'The subject answers.' },
  refuses: {
    ...setAside,
    ...proceedingRefusals(
      'proceeding.nothing-to-answer',
      'proceeding.statement-missing',
      'proceeding.statement-misplaced',
      'proceeding.day-in-future',
      'proceeding.day-too-early',
      'proceeding.response-late',
    ),
  },
  opens(present, { now, refuse }) {
    const state = mustBeInCourse(present, refuse);
    const toAllegations = state.status === 'informed' && !state.answered;
    if (!toAllegations && state.status !== 'noticed') return refuse('proceeding.nothing-to-answer');
    if (state.status === 'noticed' && now >= state.notice.respondUntil) return refuse('proceeding.response-late');
    return { caseId: state.caseId, toAllegations, asked: state.status === 'noticed' ? state.notice.on : state.toldOn };
  },
  decide({ kind, on = null, statement = null }, { caseId, toAllegations, asked }, { today, refuse }) {
    if (kind === 'waiver' && statement) return refuse('proceeding.statement-misplaced');
    if (kind !== 'waiver' && !statement) return refuse('proceeding.statement-missing');
    const day = on ?? today;
    if (day > today) return refuse('proceeding.day-in-future', { fields: ['on'] });
    if (asked !== null && day < asked) return refuse('proceeding.day-too-early', { fields: ['on'] });
    const answer = { caseId, kind, on: day, statement: statement ? seal(statement) : null };
    return [toAllegations ? SubjectAnswered(answer) : ResponseReceived(answer)];
  },
});
