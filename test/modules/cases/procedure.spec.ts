import { defaultProcedure } from '../../../src/modules/cases/defaults.js';
import { GetProcedureHandler } from '../../../src/modules/cases/get-procedure.js';
import {
  ChainOfAuthoritiesSet,
  DeadlinesSet,
  deadlinesOn,
  LadderSet,
  ladderOn,
  lineFor,
  type Party,
  procedure,
  procedureId,
} from '../../../src/modules/cases/procedure.js';
import { SetChainOfAuthorities, SetChainOfAuthoritiesHandler } from '../../../src/modules/cases/set-chain-of-authorities.js';
import { SetDeadlinesHandler } from '../../../src/modules/cases/set-deadlines.js';
import { SetLadder, SetLadderHandler } from '../../../src/modules/cases/set-ladder.js';
import { tracks } from '../../../src/modules/directory/directory.public.js';
import type { Office } from '../../../src/platform/access/access.js';
import { fold } from '../../../src/platform/commands/stream.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { given, stored, today } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { chain, clerk, communications, deadlines, hr, manager, sam } from './a-case.js';

const [permanent] = defaultProcedure.ladders('2020-01-01').filter(({ track }) => track === 'permanent');
const ladder = {
  track: permanent!.track,
  effectiveFrom: today,
  instrument: 'Order 7',
  rungs: permanent!.rungs.map((rung) => ({ ...rung, imposedBy: [...rung.imposedBy] })),
};
const lines = chain.lines.map((line) => ({ ...line, intake: [...line.intake], decides: [...line.decides] }));
const days = { triage: 5, investigation: 30, determination: 14, discipline: 30, answer: 7 };

describe('setting the ladder of a track', () => {
  it('is HR’s, or the City Clerk’s', () => {
    given().when(SetLadderHandler, ladder, hr).then(LadderSet(ladder));
    given().when(SetLadderHandler, ladder, clerk).then(LadderSet(ladder));
  });
  it('is nobody else’s', () => {
    given().when(SetLadderHandler, ladder, manager).refused('access.not-permitted');
    given().when(SetLadderHandler, ladder, sam).refused('access.not-permitted');
  });
  it('may lie in the past the first time, and after that only from today on', () => {
    const first = LadderSet({ ...ladder, effectiveFrom: '2015-04-20' });
    given()
      .when(SetLadderHandler, { ...ladder, effectiveFrom: '2015-04-20' }, hr)
      .then(first);
    given(first)
      .when(SetLadderHandler, { ...ladder, effectiveFrom: '2026-03-01' }, hr)
      .refused('procedure.backdated');
    given(first).when(SetLadderHandler, ladder, hr).then(LadderSet(ladder));
    const police = { ...ladder, track: 'police' as const, effectiveFrom: '2015-04-20' };
    given(first).when(SetLadderHandler, police, hr).then(LadderSet(police));
  });
  it('is refused where two rungs share an id or a weight', () => {
    const [a, b] = [ladder.rungs[0]!, ladder.rungs[1]!];
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [a, { ...b, id: a.id }] }, hr)
      .refused('procedure.rungs-unordered');
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [a, { ...b, order: a.order }] }, hr)
      .refused('procedure.rungs-unordered');
  });
  it('is refused where a rung that needs notice leaves no day to respond, or the other way round', () => {
    const [coaching, discharge] = [ladder.rungs[0]!, ladder.rungs.at(-1)!];
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [{ ...discharge, responseDays: 0 }] }, hr)
      .refused('procedure.response-missing');
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [{ ...coaching, responseDays: 3 }] }, hr)
      .refused('procedure.response-missing');
  });
  it('names every field that does not fit, in nested rungs too', () => {
    const wrong = { ...ladder, rungs: [{ ...ladder.rungs[0], order: 101, imposedBy: ['Mayor'], extra: 1 }] };
    expect(() => instanceOf(SetLadder, wrong)).toThrow(
      expect.objectContaining({
        details: {
          errors: expect.arrayContaining([
            expect.objectContaining({ field: 'rungs.0.order' }),
            expect.objectContaining({ field: 'rungs.0.imposedBy' }),
            expect.objectContaining({ field: 'rungs.0.extra', rule: 'unknown' }),
          ]),
        },
      }),
    );
    expect(instanceOf(SetLadder, JSON.parse(JSON.stringify(ladder)))).toMatchObject(ladder);
  });
});

describe('setting the chain of authorities', () => {
  const command = { effectiveFrom: today, instrument: 'Resolution 1', lines };
  it('is the City Clerk’s', () => given().when(SetChainOfAuthoritiesHandler, command, clerk).then(ChainOfAuthoritiesSet(command)));
  it('is nobody else’s', () => {
    for (const who of [hr, manager, communications, sam])
      given().when(SetChainOfAuthoritiesHandler, command, who).refused('access.not-permitted');
  });
  it('is refused backwards once one is set', () =>
    given(ChainOfAuthoritiesSet(command))
      .when(SetChainOfAuthoritiesHandler, { ...command, effectiveFrom: '2026-03-01' }, clerk)
      .refused('procedure.backdated'));
  it('is refused where the last line does not fit anyone', () => {
    given()
      .when(SetChainOfAuthoritiesHandler, { ...command, lines: lines.slice(0, -1) }, clerk)
      .refused('procedure.chain-open');
    given()
      .when(SetChainOfAuthoritiesHandler, { ...command, lines: [{ ...lines.at(-1)!, track: 'police' }] }, clerk)
      .refused('procedure.chain-open');
  });
  it('takes lines as they come over HTTP, and none that no office answers', () => {
    expect(instanceOf(SetChainOfAuthorities, JSON.parse(JSON.stringify(command)))).toMatchObject(command);
    expect(() => instanceOf(SetChainOfAuthorities, { ...command, lines: [{ ...lines[0], intake: [] }] })).toThrow();
    expect(() => instanceOf(SetChainOfAuthorities, { ...command, lines: [{ ...lines[0], decides: ['Employee'] }] })).toThrow();
  });
});

describe('setting the deadlines', () => {
  const command = { effectiveFrom: today, instrument: 'Order 8', ...days };
  it('is HR’s, or the City Clerk’s', () => {
    given().when(SetDeadlinesHandler, command, hr).then(DeadlinesSet(command));
    given().when(SetDeadlinesHandler, command, clerk).then(DeadlinesSet(command));
    given().when(SetDeadlinesHandler, command, manager).refused('access.not-permitted');
  });
  it('is refused backwards once some are set', () =>
    given(DeadlinesSet(command))
      .when(SetDeadlinesHandler, { ...command, effectiveFrom: '2026-03-01' }, hr)
      .refused('procedure.backdated'));
});

describe('the procedure in force', () => {
  const state = fold(
    procedure,
    stored([
      DeadlinesSet({ ...deadlines, effectiveFrom: '2026-04-01', triage: 9 }),
      DeadlinesSet({ ...deadlines, effectiveFrom: '2026-01-01', triage: 3 }),
      DeadlinesSet({ ...deadlines, effectiveFrom: '2026-04-01', triage: 4 }),
      LadderSet(ladder),
    ]),
  );
  it('is the latest to take effect, and of those the last to be set', () => {
    expect(deadlinesOn(state, '2025-12-31')).toBeUndefined();
    expect(deadlinesOn(state, '2026-03-31')?.triage).toBe(3);
    expect(deadlinesOn(state, '2026-04-01')?.triage).toBe(4);
  });
  it('has a ladder of its own for each track', () => {
    expect(ladderOn(state, 'permanent', today)?.instrument).toBe('Order 7');
    expect(ladderOn(state, 'fire', today)).toBeUndefined();
  });
  it('is shown to anyone, for the day asked', async () => {
    const log = logOf(
      [`procedure-${procedureId}`, LadderSet(ladder)],
      [`procedure-${procedureId}`, DeadlinesSet({ ...deadlines, effectiveFrom: '2026-04-01' })],
    );
    expect(await ask(GetProcedureHandler, {}, sam, log)).toEqual({ on: today, ladders: [ladder], chain: null, deadlines: null });
    expect(await ask(GetProcedureHandler, { on: '2026-04-01' }, sam, log)).toMatchObject({ deadlines: { triage: 5 } });
    expect(await ask(GetProcedureHandler, { on: '2026-03-01' }, sam, log)).toMatchObject({ ladders: [] });
  });
});

describe('the line of a chain for the subjects', () => {
  const party = (office: Office, track: Party['track'] = 'permanent'): Party => ({ person: 'p', offices: [{ office }], track });
  const fits = (...subjects: Party[]) => lineFor(chain, subjects)?.decides[0];
  it('is the first that fits any of them', () => {
    expect(fits(party('City Manager'))).toBe('Council');
    expect(fits(party('Communications Manager'))).toBe('City Manager');
    expect(fits(party('Employee'), party('City Attorney'))).toBe('Council');
    expect(fits(party('City Clerk', 'appointed-by-council'))).toBe('Council');
  });
  it('is the last where no subject is known or none fits another', () => {
    expect(lineFor(chain, [])?.intake).toEqual(['Communications Manager', 'City Manager']);
    expect(lineFor(chain, [party('Employee')])?.intake).toEqual(['Communications Manager', 'City Manager']);
  });
});

describe('the defaults', () => {
  it('are a procedure that the commands accept', () => {
    for (const one of defaultProcedure.ladders(today))
      given()
        .when(SetLadderHandler, one as never, hr)
        .events();
    given()
      .when(SetChainOfAuthoritiesHandler, defaultProcedure.chain(today) as never, clerk)
      .events();
    given().when(SetDeadlinesHandler, defaultProcedure.deadlines(today), hr).events();
  });
  it('have a ladder for every track of employees', () =>
    expect(tracks.filter((track) => !defaultProcedure.ladders(today).some((one) => one.track === track))).toEqual([
      'elected-official',
      'volunteer',
      'contractor',
    ]));
  it('ask for notice, counsel and a response before pay, rank or employment are taken', () => {
    for (const { rungs } of defaultProcedure.ladders(today))
      for (const rung of rungs.filter(({ order }) => order >= 30))
        expect(rung).toMatchObject({ needsNotice: true, needsLegalReview: true, discipline: true });
  });
});
