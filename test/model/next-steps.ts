import { inHand } from '../../src/modules/cases/case.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import type { Dice } from './dice.js';
import type { Fields, Scene } from './scene.js';

/** Today, most of the time; a day that may be wrong otherwise. */
const lately = (dice: Dice, today: string): string => (dice.once(3) ? plusDays(today, 1 - dice.roll(4)) : today);

/** What would bring the case on. */
export function next({ state, proceedings: all, dice, caseId }: Scene, today: string): [string, Fields] | 'wait' | undefined {
  if (state.status === 'absent' || state.status === 'declined') return undefined;
  if (state.status === 'triage') {
    if (dice.once(5)) return ['FrameAllegation', {}];
    return ['TriageCase', { decision: dice.roll(5) ? 'investigate' : 'informal' }];
  }
  if (state.status === 'abeyance') return dice.once(3) ? ['ResumeCase', {}] : 'wait';
  if (state.status === 'investigating') {
    if (inHand(state).length === 0) return ['FrameAllegation', {}];
    if (!state.investigator) return ['AssignInvestigator', {}];
    const everythingFound = inHand(state).every(([, { finding }]) => finding);
    if (everythingFound && dice.once(2)) return ['FileReport', {}];
    for (const [proceedingId, { status }] of all)
      if (status === 'named') return ['InformSubject', { proceedingId, on: lately(dice, today) }];
    for (const [proceedingId, one] of all)
      if (one.status === 'informed' && !one.answered && dice.roll(3))
        return ['RecordResponse', { proceedingId, kind: 'meeting', statement: 'It was not so.', on: lately(dice, today) }];
      else if (one.status === 'held') return ['ResumeProceeding', { proceedingId }];
    const open = inHand(state).find(([, { finding }]) => !finding);
    const found = { reliesOnUndisclosedSourceAlone: false, soleSourceReason: undefined };
    if (open) return ['RecordFinding', { allegationId: open[0], outcome: dice.roll(4) ? 'sustained' : 'unfounded', ...found }];
    return ['FileReport', {}];
  }
  if (state.status === 'reported' && dice.once(6)) return ['ReturnReport', { dueOn: plusDays(today, 9) }];
  if (state.status === 'reported')
    return [
      'IssueDetermination',
      { acknowledgementReason: dice.once(3) ? undefined : 'Trained.', departures: undefined, reviewReason: undefined },
    ];
  const [proceedingId, one] = dice.of(all) ?? [];
  if (!one || !proceedingId) return state.status === 'closed' && dice.once(6) ? ['ReopenCase', {}] : undefined;
  const at = { proceedingId };
  switch (one.status) {
    case 'sustained':
      return dice.roll(3)
        ? [
            'ProposeDiscipline',
            {
              ...at,
              rung: dice.of(['suspension', 'suspension', 'demotion', 'discharge', 'written-warning', 'oral-warning']),
              departureReason: dice.roll(6) ? 'It weighs more.' : undefined,
              considers: dice.roll(3) ? [] : undefined,
            },
          ]
        : [
            'DecideDiscipline',
            { ...at, decision: 'impose', rung: dice.once(2) ? 'oral-warning' : 'coaching', departureReason: undefined, considers: [] },
          ];
    case 'proposed':
      if (dice.once(4)) break;
      if (one.proposal.rung.needsLegalReview && one.proposal.reviewed !== 'sufficient')
        return ['RecordLegalReview', { ...at, opinion: dice.roll(6) ? 'sufficient' : 'insufficient' }];
      if (one.proposal.rung.needsNotice)
        return ['ServeNotice', { ...at, on: lately(dice, today), newGrounds: undefined, meetingOn: undefined, respondBy: undefined }];
      break;
    case 'noticed': {
      if (dice.once(4)) break;
      if (dice.once(2)) return 'wait';
      const response = dice.once(2) ? { kind: 'waiver', statement: undefined } : { kind: 'writing', statement: 'Less.' };
      return ['RecordResponse', { ...at, on: today, ...response }];
    }
    case 'imposed':
      return dice.once(3) ? 'wait' : ['FileGrievance', at];
    case 'grieved': {
      const { step, officer } = one.grievance;
      const outside = step.hears === null && !officer;
      if (outside && dice.roll(3)) return ['AppointHearingOfficer', { ...at, from: today, to: plusDays(today, 1 + dice.roll(20)) }];
      const outcome = dice.of(['denied', 'denied', 'modified', 'granted', 'settled']);
      const act = step.hears === 'Council' ? { meetingOn: today, motion: 'M-2' } : undefined;
      const rung = outcome === 'modified' ? 'coaching' : undefined;
      return ['DecideGrievance', { ...at, outcome, act, rung, withdrawn: undefined, heardBy: outside ? 'The board.' : undefined }];
    }
    case 'grievance-answered':
      return dice.once(3) ? 'wait' : ['AdvanceGrievance', at];
    case 'held':
      return dice.once(2) ? 'wait' : ['ResumeProceeding', at];
    default:
      return state.status === 'closed' && dice.once(6) ? ['ReopenCase', { caseId }] : undefined;
  }
  return [
    'DecideDiscipline',
    { ...at, decision: dice.roll(8) ? 'impose' : 'no-action', rung: undefined, considers: undefined, departureReason: undefined },
  ];
}
