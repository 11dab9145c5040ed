import {
  AllegationPut,
  directorOf,
  disciplines,
  heard,
  isOver,
  NothingSustained,
  proceedings,
  SubjectAnswered,
  SubjectInformed,
  subject as subjectRole,
} from '../../../src/modules/proceedings/proceeding.js';
import { admit } from '../../../src/platform/access/access.js';
import {
  answered,
  attorney,
  caseId,
  clerk,
  director,
  final,
  imposed,
  informed,
  lapsed,
  manager,
  named,
  noAction,
  noticedSuspension,
  oral,
  otherDirector,
  post,
  proposed,
  proposedSuspension,
  reply,
  responded,
  reviewed,
  reviewedSuspension,
  sam,
  stateOf,
  subject,
  suspension,
  sustained,
  sustainedBy,
  waived,
  written,
} from '../../kit/stories/proceedings.js';

const acts = (grant: typeof disciplines, who: typeof manager, ...events: Parameters<typeof stateOf>) =>
  admit([grant], who, stateOf(...events));
const putReply = AllegationPut({
  caseId,
  allegation: { allegationId: reply, clause: 'STD-7', policyVersion: '5716' },
  on: '2026-02-06',
});

describe('a proceeding', () => {
  it.each([
    ['named', named],
    ['informed', informed],
    ['informed', answered],
    ['not-sustained', [...answered, NothingSustained({ caseId })]],
    ['sustained', sustained],
    ['proposed', reviewedSuspension],
    ['noticed', noticedSuspension],
    ['responded', [...noticedSuspension, responded]],
    ['waived', [...noticedSuspension, waived]],
    ['lapsed', [...noticedSuspension, lapsed]],
    ['no-action', [...sustained, noAction]],
    ['imposed', [...sustained, proposed(oral), imposed(oral)]],
    ['final', [...sustained, proposed(oral), imposed(oral, { grievableUntil: null })]],
    ['final', [...sustained, proposed(oral), imposed(oral), final]],
  ] as const)('is %s', (status, events) => expect(stateOf(...events).status).toBe(status));

  it('keeps what counsel found of a proposal, and asks counsel anew of the next one', () => {
    expect(stateOf(...noticedSuspension, reviewed('insufficient'))).toMatchObject({
      status: 'noticed',
      proposal: { reviewed: 'insufficient' },
    });
    expect(stateOf(...noticedSuspension, proposed(written))).toMatchObject({
      status: 'proposed',
      proposal: { rung: written, reviewed: null },
    });
    expect(stateOf(...noticedSuspension, proposed(written))).not.toHaveProperty('notice');
  });

  it('is over once nothing more will happen in it', () => {
    expect(isOver(stateOf(...answered, NothingSustained({ caseId })))).toBe(true);
    expect(isOver(stateOf(...sustained, noAction))).toBe(true);
    expect(isOver(stateOf(...sustained, proposed(oral), imposed(oral)))).toBe(false);
    expect(isOver(stateOf(...sustained, proposed(oral), imposed(oral), final))).toBe(true);
    expect(isOver(stateOf())).toBe(false);
  });
});

describe('a subject is heard on an allegation', () => {
  it('once they answered what they were told of', () => {
    expect(heard(stateOf(), post, '2026-03-02')).toBe(false);
    expect(heard(stateOf(...named), post, '2026-03-02')).toBe(false);
    expect(heard(stateOf(...informed), post, '2026-02-10')).toBe(false);
    expect(heard(stateOf(...answered), post, '2026-02-05')).toBe(true);
  });
  it('or let the last day to answer pass', () => expect(heard(stateOf(...informed), post, '2026-02-11')).toBe(true));
  it('not by an answer given before they were told of it', () => {
    expect(heard(stateOf(...answered, putReply), reply, '2026-03-02')).toBe(false);
    const later = SubjectInformed({ caseId, allegationIds: [reply], service: 'e-mail', on: '2026-03-01', answerBy: '2026-03-08' });
    expect(heard(stateOf(...answered, putReply, later), reply, '2026-03-02')).toBe(false);
    const again = SubjectAnswered({ caseId, kind: 'waiver', on: '2026-03-02', statement: null });
    expect(heard(stateOf(...answered, putReply, later, again), reply, '2026-03-02')).toBe(true);
  });
});

describe('the wall around a proceeding', () => {
  const hidden = (...events: Parameters<typeof stateOf>) => proceedings.hiddenFrom?.(stateOf(...events), sam);
  it('hides it from its subject until they were told', () => {
    expect(hidden(...named)).toBe(true);
    expect(hidden(...informed)).toBe(false);
    expect(hidden(...sustained)).toBe(false);
  });
  it('hides for good what ended before they were told', () => expect(hidden(...named, NothingSustained({ caseId }))).toBe(true));
  it('hides nothing of an admitted fact from whoever admitted it', () => expect(hidden(...named, sustained.at(-1)!)).toBe(false));
  it('hides nothing from anyone else', () => expect(proceedings.hiddenFrom?.(stateOf(...named), manager.person)).toBe(false));
});

describe('who plays a part in a proceeding', () => {
  it('the subject, once told', () => {
    expect(acts(subjectRole, subject, ...named)).toBeUndefined();
    expect(acts(subjectRole, subject, ...informed)).toBe('Employee');
    expect(acts(subjectRole, manager, ...informed)).toBeUndefined();
  });
  it('the authority that decides, once something is sustained', () => {
    expect(acts(disciplines, manager, ...answered)).toBeUndefined();
    expect(acts(disciplines, manager, ...sustained)).toBe('City Manager');
    expect(acts(disciplines, manager, ...sustainedBy('Council'))).toBeUndefined();
    expect(acts(disciplines, clerk, ...sustainedBy('Council'))).toBe('City Clerk');
    expect(acts(disciplines, attorney, ...sustainedBy('Council'))).toBe('City Attorney');
  });
  it('the director of the subject’s department, once something is sustained', () => {
    expect(acts(directorOf, director, ...answered)).toBeUndefined();
    expect(acts(directorOf, director, ...proposedSuspension)).toBe('Director');
    expect(acts(directorOf, otherDirector, ...proposedSuspension)).toBeUndefined();
    expect(acts(directorOf, { ...director, person: sam }, ...sustained)).toBeUndefined();
  });
});

it('serves the notice of the rung that was proposed', () =>
  expect(stateOf(...noticedSuspension)).toMatchObject({ notice: { rung: suspension } }));
