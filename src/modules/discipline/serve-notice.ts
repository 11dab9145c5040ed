import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { counted, lastDay, procedure, procedureId, type Service, services } from '../procedure/procedure.public.js';
import {
  disciplines,
  GroundsAdded,
  mustBeInCourse,
  NoticeServed,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';

/**
 * Serves the subject with a written notice of the proposed rung and a summary of the evidence. The
 * subject may then respond.
 */
export class ServeNotice extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Summary of the evidence, as the notice gives it. */
  @IsProse(20_000) evidence!: string;
  @IsIn(services) service!: Service;
  /** The day of service. */
  @IsDay() on!: Day;
  /** The day of the response meeting. */
  @IsOptional() @IsDay() meetingOn?: Day | null;
  /**
   * Last day to respond, never before today. Unless given, it follows from the ladder's number of
   * days after service.
   */
  @IsOptional() @IsDay() respondBy?: Day | null;
  /** New grounds, after a notice. The notice is served afresh, and the subject may respond anew. */
  @IsOptional() @IsProse(20_000) newGrounds?: string | null;
}

export const ServeNoticeHandler = commandHandler(ServeNotice, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('HR')],
  refuses: {
    ...setAside,
    ...proceedingRefusals(
      'proceeding.no-proposal',
      'proceeding.over',
      'proceeding.notice-needless',
      'proceeding.legal-review-missing',
      'proceeding.day-in-future',
      'proceeding.day-too-early',
      'proceeding.window-too-short',
      'proceeding.meeting-misplaced',
      'proceeding.grounds-misplaced',
    ),
  },
  opens(present, { refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (state.status === 'named' || state.status === 'informed' || state.status === 'sustained') return refuse('proceeding.no-proposal');
    const isFirst = state.status === 'proposed';
    if (!isFirst && !('notice' in state)) return refuse('proceeding.over');
    const { rung, reviewed } = state.proposal;
    if (!rung.needsNotice) return refuse('proceeding.notice-needless');
    if (rung.needsLegalReview && reviewed !== 'sufficient') return refuse('proceeding.legal-review-missing');
    return { caseId: state.caseId, proposal: state.proposal, isFirst };
  },
  asks: ({ isFirst }) =>
    isFirst
      ? { leaves: [{ field: 'newGrounds', code: 'proceeding.grounds-misplaced' }] }
      : // A notice was served: only new grounds need another.
        { needs: [{ field: 'newGrounds', code: 'proceeding.over' }] },
  gather: async (_, __, reads) => ({ procedure: await reads.state(procedure, procedureId) }),
  decide(command, { caseId, proposal }, context) {
    const { today, timeZone, facts, refuse } = context;
    const { rung, considers, on: proposedOn } = proposal;
    const { evidence, service, on, meetingOn = null } = command;
    if (on > today) return refuse('proceeding.day-in-future', { fields: ['on'] });
    if (on < proposedOn) return refuse('proceeding.day-too-early', { fields: ['on'] });
    const ladders = lastDay(on, counted('response', rung.responseDays, facts.procedure, on));
    const earliest = ladders < today ? today : ladders;
    const respondBy = command.respondBy ?? earliest;
    if (respondBy < earliest) return refuse('proceeding.window-too-short', { earliest });
    if (meetingOn !== null && (meetingOn < on || meetingOn > respondBy)) return refuse('proceeding.meeting-misplaced');

    const respondUntil = endOfDay(timeZone, respondBy);
    return [
      ...(command.newGrounds ? [GroundsAdded({ caseId, on: today, grounds: seal(command.newGrounds) })] : []),
      NoticeServed({ caseId, rung, considers: [...considers], evidence: seal(evidence), service, on, meetingOn, respondBy, respondUntil }),
    ];
  },
});
