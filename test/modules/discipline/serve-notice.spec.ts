import { ServeNoticeHandler } from '../../../src/modules/discipline/serve-notice.js';
import { NoticeServed } from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, today } from '../../kit/given.js';
import {
  apart,
  attorney,
  caseId,
  clerk,
  director,
  hr,
  id,
  imposed,
  informed,
  manager,
  noticedSuspension,
  ofSam,
  oral,
  proposed,
  proposedSuspension,
  recused,
  reviewed,
  reviewedSuspension,
  sam,
  suspension,
  sustained,
  sustainedBy,
  walled,
} from '../../kit/stories/proceedings.js';

const command = { proceedingId: ofSam, evidence: 'The captured post.', service: 'certified-mail', on: '2026-02-27' } as const;
const served = (change: Partial<Parameters<typeof NoticeServed>[0]> = {}) =>
  NoticeServed({
    caseId,
    rung: suspension,
    considers: [],
    evidence: seal('The captured post.'),
    service: 'certified-mail',
    on: '2026-02-27',
    meetingOn: null,
    respondBy: '2026-03-06',
    // Midnight in Kalispell, winter time.
    respondUntil: '2026-03-07T07:00:00.000Z',
    ...change,
  });

describe('serving the notice', () => {
  it('gives the days to respond that the ladder asks for, to the end of the last one in the city', () => {
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, command, manager, apart)
      .then(served());
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, command, hr, apart)
      .then(served());
  });

  it('may give more, over a change of the clocks too, and a meeting within them', () =>
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...command, meetingOn: '2026-03-12', respondBy: '2026-03-12' }, hr, apart)
      .then(served({ meetingOn: '2026-03-12', respondBy: '2026-03-12', respondUntil: '2026-03-13T06:00:00.000Z' })));

  it('does not let the time run out before it is recorded', () =>
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...command, on: '2026-02-17' }, hr, apart)
      .then(served({ on: '2026-02-17', respondBy: today, respondUntil: '2026-03-03T07:00:00.000Z' })));

  it('names the earlier discipline that the proposal considers', () => {
    const considers = [id('before')];
    given(...sustained, proposed(suspension, { considers }), reviewed())
      .when(ServeNoticeHandler, command, hr, apart)
      .then(served({ considers }));
  });

  it('is the City Clerk’s where Council decides', () =>
    given(...sustainedBy('Council'), proposed(suspension), reviewed())
      .when(ServeNoticeHandler, command, clerk, apart)
      .then(served()));
});

describe('a notice is refused', () => {
  it('without a proposal', () => {
    given(...sustained)
      .when(ServeNoticeHandler, command, manager, apart)
      .refused('proceeding.no-proposal');
    given(...informed)
      .when(ServeNoticeHandler, command, hr, apart)
      .refused('proceeding.no-proposal');
  });

  it('a second time, and after the decision', () => {
    given(...noticedSuspension)
      .when(ServeNoticeHandler, command, hr, apart)
      .refused('proceeding.over');
    given(...sustained, proposed(oral), imposed(oral))
      .when(ServeNoticeHandler, command, hr, apart)
      .refused('proceeding.over');
  });

  it('of a rung that needs none', () =>
    given(...sustained, proposed(oral))
      .when(ServeNoticeHandler, command, hr, apart)
      .refused('proceeding.notice-needless'));

  it('before counsel found the rung sufficient', () => {
    given(...proposedSuspension)
      .when(ServeNoticeHandler, command, hr, apart)
      .refused('proceeding.legal-review-missing');
    given(...proposedSuspension, reviewed('insufficient'))
      .when(ServeNoticeHandler, command, hr, apart)
      .refused('proceeding.legal-review-missing');
  });

  it('for a day to come, or before the proposal', () => {
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...command, on: '2026-03-03' }, hr, apart)
      .refused('proceeding.day-in-future', ['on']);
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...command, on: '2026-02-15' }, hr, apart)
      .refused('proceeding.day-too-early', ['on']);
  });

  it('with fewer days to respond than the ladder asks for, or none left', () => {
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...command, respondBy: '2026-03-05' }, hr, apart)
      .refused('proceeding.window-too-short');
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...command, on: '2026-02-17', respondBy: '2026-02-24' }, hr, apart)
      .refused('proceeding.window-too-short');
  });

  it('with a meeting before service or after the last day to respond', () => {
    for (const meetingOn of ['2026-02-26', '2026-03-07'])
      given(...reviewedSuspension)
        .when(ServeNoticeHandler, { ...command, meetingOn }, hr, apart)
        .refused('proceeding.meeting-misplaced');
  });

  it('to everyone else, and to whoever has a part in the case', () => {
    for (const who of [attorney, director, clerk])
      given(...reviewedSuspension)
        .when(ServeNoticeHandler, command, who, apart)
        .refused('access.not-permitted');
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, command, hr, recused)
      .refused('access.not-permitted');
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, command, { ...hr, person: sam }, apart)
      .refused('access.not-permitted');
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, command, hr, walled)
      .refused('resource.not-found');
  });
});
