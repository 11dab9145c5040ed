import { Command } from '@nestjs/cqrs';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { investigator } from '../cases/cases.public.js';
import { type ProceedingState, proceedingId, proceedings } from '../proceedings/proceedings.public.js';
import { evidences } from './evidence.js';
import { interviewOf, judgedOnCase } from './evidence-access.js';
import { InterviewHeld, interviewRefusals, interviews, isWalledFromProsecutor, SubjectHeardUntold } from './interview.js';

/** Records that an interview was held, with a summary. */
export class HoldInterview extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() interviewId!: string;
  @IsDay() on!: Day;
  @IsProse(500) place!: string;
  /** The people who were present. */
  @IsProse(2000) present!: string;
  /** The warning before the first question, and who gave it. A compelled interview has one. */
  @IsOptional() @IsProse(2000) warning?: string | null;
  /** The interviewed person asked for a representative. */
  @IsBoolean() representativeAsked!: boolean;
  @IsProse(20_000) summary!: string;
  /** Id of the item of evidence that is its recording. */
  @IsOptional() @IsUUID() recording?: string | null;
  /** Why a subject was heard before the day on which they were informed of an allegation. */
  @IsOptional() @IsProse(2000) untoldBecause?: string | null;
}

/**
 * Whether the subject was informed of an allegation by that day, and is still informed of at least
 * one.
 */
const toldBy = (state: ProceedingState, on: Day): boolean =>
  state.status !== 'absent' && state.informed.size > 0 && state.firstToldOn !== null && state.firstToldOn <= on;

export const HoldInterviewHandler = commandHandler(HoldInterview, {
  stream: interviews,
  of: ({ interviewId }) => interviewId,
  judgedOn: judgedOnCase,
  may: [investigator],
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...interviewRefusals(
      'interview.not-planned',
      'interview.day-in-future',
      'interview.subject-not-told',
      'interview.reason-needless',
      'interview.warning-missing',
      'interview.representative-undecided',
      'interview.recording-unfit',
      'interview.recording-unmarked',
    ),
  },
  opens(given, { judgedId, refuse }) {
    const state = interviewOf(judgedId, given, refuse);
    return state.status === 'planned' ? state : refuse('interview.not-planned');
  },
  asks: (state) => (isWalledFromProsecutor(state) ? { needs: [{ field: 'warning', code: 'interview.warning-missing' }] } : {}),
  async gather({ caseId, on, recording }, state, reads) {
    const subject = state.status !== 'absent' && state.with.as === 'subject' ? state.with.person : null;
    return {
      told: subject === null || toldBy(await reads.state(proceedings, proceedingId(caseId, subject)), on),
      recorded: recording ? await reads.state(evidences, recording) : null,
    };
  },
  decide(command, state, { today, facts: { told, recorded }, refuse }) {
    const { caseId, on, place, present, warning = null, representativeAsked, summary, recording = null, untoldBecause = null } = command;
    if (on > today) return refuse('interview.day-in-future');
    if (!told && !untoldBecause) return refuse('interview.subject-not-told');
    if (told && untoldBecause) return refuse('interview.reason-needless');
    if (representativeAsked && !state.representative) return refuse('interview.representative-undecided');
    if (recorded) {
      if (recorded.status !== 'held' || recorded.caseId !== caseId || !recorded.file) return refuse('interview.recording-unfit');
      if (isWalledFromProsecutor(state) && !recorded.compelled) return refuse('interview.recording-unmarked');
    }
    return [
      InterviewHeld({
        caseId,
        on,
        place: seal(place),
        present: seal(present),
        warning: warning ? seal(warning) : null,
        summary: seal(summary),
        recording,
      }),
      ...(untoldBecause ? [SubjectHeardUntold({ caseId, reason: seal(untoldBecause) })] : []),
    ];
  },
});
