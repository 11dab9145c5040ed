import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type Day, endOfDay, plusDays } from '../../platform/clock.js';
import { IsDay, IsProse } from '../../platform/commands/fields.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import { disciplines, NoticeServed, proceedings } from './proceeding.js';
import { proceedingRefusals } from './proceeding.refusals.js';
import { callersStanding, mustStandApart, recusal } from './recusal.js';
import { type Service, services } from './shapes.js';

/** The subject was served with a written notice of the proposed rung and a summary of the evidence, and may respond. */
export class ServeNotice extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Summary of the evidence, as the notice gives it. */
  @IsProse(20_000) evidence!: string;
  @IsIn(services) service!: Service;
  /** The day of service. */
  @IsDay() on!: Day;
  /** The day of the response meeting. */
  @IsOptional() @IsDay() meetingOn?: Day | null;
  /** Last day to respond; the ladder's number of days after service unless given, and never before today. */
  @IsOptional() @IsDay() respondBy?: Day | null;
}

export const ServeNoticeHandler = slice(ServeNotice, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('HR')],
  refuses: {
    ...recusal,
    ...proceedingRefusals(
      'proceeding.no-proposal',
      'proceeding.over',
      'proceeding.notice-needless',
      'proceeding.legal-review-missing',
      'proceeding.day-in-future',
      'proceeding.day-too-early',
      'proceeding.window-too-short',
      'proceeding.meeting-misplaced',
    ),
  },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide(command, state, context) {
    const { today, timeZone, refuse } = context;
    mustStandApart(state, context);
    if (state.status === 'named' || state.status === 'informed' || state.status === 'sustained') return refuse('proceeding.no-proposal');
    if (state.status !== 'proposed') return refuse('proceeding.over');
    const { rung, considers, reviewed, on: proposedOn } = state.proposal;
    if (!rung.needsNotice) return refuse('proceeding.notice-needless');
    if (rung.needsLegalReview && reviewed !== 'sufficient') return refuse('proceeding.legal-review-missing');

    const { evidence, service, on, meetingOn = null } = command;
    if (on > today) return refuse('proceeding.day-in-future');
    if (on < proposedOn) return refuse('proceeding.day-too-early');
    const ladders = plusDays(on, rung.responseDays);
    const earliest = ladders < today ? today : ladders;
    const respondBy = command.respondBy ?? earliest;
    if (respondBy < earliest) return refuse('proceeding.window-too-short', { earliest });
    if (meetingOn !== null && (meetingOn < on || meetingOn > respondBy)) return refuse('proceeding.meeting-misplaced');

    const { caseId } = state;
    const respondUntil = endOfDay(timeZone, respondBy);
    return [
      NoticeServed({ caseId, rung, considers: [...considers], evidence: seal(evidence), service, on, meetingOn, respondBy, respondUntil }),
    ];
  },
});
