import { AllegationPut, AllegationTakenBack, LegalReviewRecorded, proceedings } from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { audiencesOf, readsField } from '../../../src/platform/access/audiences.js';
import { eventsKnownTo } from '../../../src/platform/access/editions.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { stored } from '../../kit/given.js';
import {
  attorney,
  auditor,
  caseId,
  communications,
  director,
  hr,
  imposed,
  informed,
  manager,
  named,
  noticed,
  ofSam,
  proposed,
  reply,
  reviewed,
  sam,
  stateOf,
  stranger,
  subject,
  suspension,
  sustained,
} from '../../kit/stories/proceedings.js';

const known = (who: Caller, events: readonly NewEvent[]): string[] =>
  eventsKnownTo(proceedings, stored(events, `proceeding-${ofSam}`), audiencesOf(proceedings, stateOf(...events), who)).map(
    ({ type }) => type,
  );
const since = (who: Caller, before: readonly NewEvent[], ...then: NewEvent[]): string[] =>
  known(who, [...before, ...then]).slice(known(who, before).length);
const putReply = AllegationPut({
  caseId,
  allegation: { allegationId: reply, clause: 'STD-7', policyVersion: '5716' },
  on: '2026-02-06',
});

describe('who knows of the events of a proceeding', () => {
  it('is nobody but the offices and roles that read it', () => {
    expect(known(stranger, sustained)).toEqual([]);
    expect(known(subject, named)).toEqual([]);
    expect(known(director, informed)).toEqual([]);
    expect(known(hr, sustained)).toHaveLength(sustained.length);
  });

  it('is the subject once they were informed, without what they are still to be told', () => {
    expect(known(subject, informed)).toEqual(['ProceedingOpened', 'SubjectInformed']);
    expect(since(subject, informed, putReply)).toEqual([]);
    expect(since(subject, [...informed, putReply], AllegationTakenBack({ caseId, allegationId: reply, on: '2026-02-07' }))).toEqual([]);
    expect(since(hr, informed, putReply)).toEqual(['AllegationPut']);
  });

  it('keeps a proposal and counsel’s opinion from the subject, who learns of it with the notice or the decision', () => {
    const pending = [proposed(suspension), reviewed()];
    expect(since(subject, sustained, ...pending)).toEqual([]);
    expect(since(subject, sustained, ...pending, noticed(suspension))).toEqual(['NoticeServed']);
    expect(since(subject, sustained, ...pending, imposed(suspension))).toEqual(['DisciplineImposed']);
    expect(since(manager, sustained, ...pending)).toEqual(['DisciplineProposed', 'LegalReviewRecorded']);
  });

  it('keeps counsel’s opinion from the auditor, and the discipline from the Communications Manager', () => {
    const pending = [proposed(suspension), reviewed()];
    expect(since(auditor, sustained, ...pending)).toEqual(['DisciplineProposed']);
    expect(since(communications, sustained, ...pending)).toEqual([]);
    expect(since(attorney, sustained, ...pending)).toHaveLength(2);
  });

  it('gives a subject who holds an office nothing more in their own proceeding', () => {
    const own: Caller = { ...hr, person: sam };
    expect(since(own, sustained, proposed(suspension), reviewed())).toEqual([]);
    const audiences = audiencesOf(proceedings, stateOf(...sustained), own);
    expect(readsField(proceedings, LegalReviewRecorded.type, 'note', audiences)).toBe(false);
  });
});
