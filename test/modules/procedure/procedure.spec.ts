import { tracks } from '../../../src/modules/directory/directory.public.js';
import { GetProcedureHandler } from '../../../src/modules/procedure/get-procedure.js';
import { defaultProcedure } from '../../../src/modules/procedure/procedure.defaults.js';
import {
  ChainOfAuthoritiesSet,
  DeadlinesSet,
  deadlinesOn,
  GrievanceStepsSet,
  grievancesOn,
  HolidaysSet,
  LadderSet,
  ladderOn,
  lineFor,
  noEmployees,
  type Party,
  procedure,
  procedureId,
} from '../../../src/modules/procedure/procedure.js';
import { SetChainOfAuthorities, SetChainOfAuthoritiesHandler } from '../../../src/modules/procedure/set-chain-of-authorities.js';
import { SetDeadlinesHandler } from '../../../src/modules/procedure/set-deadlines.js';
import { SetGrievanceStepsHandler } from '../../../src/modules/procedure/set-grievance-steps.js';
import { SetHolidaysHandler } from '../../../src/modules/procedure/set-holidays.js';
import { SetLadder, SetLadderHandler } from '../../../src/modules/procedure/set-ladder.js';
import type { Office } from '../../../src/platform/access/access.js';
import { fold } from '../../../src/platform/events/stream.js';
import { instanceOf } from '../../../src/platform/http/input.js';
import { given, stored, today } from '../../kit/given.js';
import { ask, logOf } from '../../kit/reads.js';
import { chain, clerk, communications, deadlines, hr, manager, sam } from '../../kit/stories/a-case.js';

const [permanent] = defaultProcedure.ladders('2020-01-01').filter(({ track }) => track === 'permanent');
const ladder = {
  track: permanent!.track,
  effectiveFrom: today,
  instrument: 'Order 7',
  rungs: permanent!.rungs.map((rung) => ({ ...rung, imposedBy: [...rung.imposedBy] })),
};
const lines = chain.lines.map((line) => ({ ...line, intake: [...line.intake], decides: [...line.decides] }));
const days = { triage: 5, investigation: 30, determination: 14, discipline: 30, answer: 7, business: [] };

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
      .refused('procedure.backdated', ['effectiveFrom']);
    given(first).when(SetLadderHandler, ladder, hr).then(LadderSet(ladder));
    const police = { ...ladder, track: 'police' as const, effectiveFrom: '2015-04-20' };
    given(first).when(SetLadderHandler, police, hr).then(LadderSet(police));
  });
  it('is refused where two rungs share an id or a weight', () => {
    const [a, b] = [ladder.rungs[0]!, ladder.rungs[1]!];
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [a, { ...b, id: a.id }] }, hr)
      .refused('procedure.rungs-unordered', ['rungs.1.id']);
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [a, { ...b, order: a.order }] }, hr)
      .refused('procedure.rungs-unordered', ['rungs.1.order']);
  });
  it('is refused where a rung that needs notice leaves no day to respond, or the other way round', () => {
    const [coaching, discharge] = [ladder.rungs[0]!, ladder.rungs.at(-1)!];
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [{ ...discharge, responseDays: 0 }] }, hr)
      .refused('procedure.response-missing', ['rungs.0.responseDays']);
    given()
      .when(SetLadderHandler, { ...ladder, rungs: [{ ...coaching, responseDays: 3 }] }, hr)
      .refused('procedure.response-missing', ['rungs.0.responseDays']);
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
      .refused('procedure.backdated', ['effectiveFrom']));
  it('is refused where the last line does not fit anyone', () => {
    given()
      .when(SetChainOfAuthoritiesHandler, { ...command, lines: lines.slice(0, -1) }, clerk)
      .refused('procedure.chain-open', ['lines.5']);
    given()
      .when(SetChainOfAuthoritiesHandler, { ...command, lines: [{ ...lines.at(-1)!, track: 'police' }] }, clerk)
      .refused('procedure.chain-open', ['lines.0']);
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
      .refused('procedure.backdated', ['effectiveFrom']));
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
    expect(await ask(GetProcedureHandler, {}, sam, log)).toEqual({
      on: today,
      ladders: [ladder],
      chain: null,
      deadlines: null,
      grievances: [],
      holidays: [],
    });
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
  it('have a ladder for every track, and a grievance procedure for every track of employees', () => {
    const tracksOf = (all: readonly { readonly track: string }[]) => all.map(({ track }) => track);
    expect(tracksOf(defaultProcedure.ladders(today))).toEqual([...tracks]);
    expect(tracks.filter((track) => !tracksOf(defaultProcedure.grievances(today)).includes(track))).toEqual([
      'elected-official',
      'volunteer',
      'contractor',
      'unidentified',
    ]);
  });
  it('ask for notice, counsel and a response before pay, rank or employment are taken', () => {
    for (const { rungs, track } of defaultProcedure.ladders(today))
      for (const rung of rungs.filter(({ order }) => order >= 30 && !noEmployees.has(track)))
        expect(rung).toMatchObject({ needsNotice: true, needsLegalReview: true, discipline: true });
  });
  it('give those who are no employees outcomes of their own, which are no discipline and cannot be grieved', () => {
    const of = (track: string) => defaultProcedure.ladders(today).find((ladder) => ladder.track === track)!.rungs;
    expect(of('elected-official').map(({ id }) => id)).toContain('referral-to-council');
    expect(of('volunteer').map(({ id }) => id)).toContain('access-withdrawn');
    expect(of('contractor').map(({ id }) => id)).toContain('contract-remedy');
    for (const track of noEmployees)
      for (const rung of of(track)) expect(rung).toMatchObject({ discipline: false, grievanceDays: 0, needsNotice: false });
  });
  it('owe a copy within 14 days of a discharge and exhaust after 90 days, where no collective agreement says otherwise', () => {
    for (const { track, exhaustedAfter, copyRungs, copyWithin } of defaultProcedure.grievances(today))
      expect([track, exhaustedAfter, copyRungs, copyWithin]).toEqual(
        track === 'collective-agreement' ? [track, null, [], null] : [track, 90, ['discharge'], 14],
      );
  });
  it('have Montana’s holidays of a year, those on a Sunday kept on the Monday', () => {
    expect(defaultProcedure.holidays(2026).holidays.map(({ day }) => day)).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-07-04',
      '2026-09-07',
      '2026-10-12',
      '2026-11-03',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
    const days = (year: number) => defaultProcedure.holidays(year).holidays.map(({ day }) => day);
    expect(days(2027)).toContain('2027-07-05');
    expect(days(2027).some((day) => day.startsWith('2027-11-0'))).toBe(false);
    expect(days(2023)).toContain('2023-01-02');
  });
});

describe('setting the holidays of a year', () => {
  const command = { year: 2026, instrument: 'Resolution 2', holidays: [{ day: '2026-12-24', name: 'Christmas Eve' }] };
  it('is HR’s, or the City Clerk’s, and a later setting takes the place of an earlier one', () => {
    given().when(SetHolidaysHandler, command, hr).then(HolidaysSet(command));
    given(HolidaysSet(command))
      .when(SetHolidaysHandler, { ...command, holidays: [] }, clerk)
      .then(HolidaysSet({ ...command, holidays: [] }));
    given().when(SetHolidaysHandler, command, manager).refused('access.not-permitted');
  });
  it('is refused where a day lies in another year or is named twice', () => {
    const wrong = (...days: string[]) => ({ ...command, holidays: days.map((day) => ({ day, name: 'A day' })) });
    given().when(SetHolidaysHandler, wrong('2027-01-01'), hr).refused('procedure.holiday-misplaced', ['holidays.0.day']);
    given().when(SetHolidaysHandler, wrong('2026-01-01', '2026-01-01'), hr).refused('procedure.holiday-misplaced', ['holidays.1.day']);
  });
  it('is refused for a year that has passed, once it was set', () => {
    const past = { year: 2025, instrument: 'Resolution 1', holidays: [] };
    given().when(SetHolidaysHandler, past, hr).then(HolidaysSet(past));
    given(HolidaysSet(past)).when(SetHolidaysHandler, past, hr).refused('procedure.backdated', ['year']);
  });
});

describe('setting the grievance procedure', () => {
  const [handbook] = defaultProcedure.grievances(today).filter(({ track }) => track === 'permanent');
  const command = { ...handbook!, steps: [...handbook!.steps], copyRungs: [...handbook!.copyRungs] };
  it('is HR’s, or the City Clerk’s', () => {
    for (const who of [hr, clerk]) given().when(SetGrievanceStepsHandler, command, who).then(GrievanceStepsSet(command));
    given().when(SetGrievanceStepsHandler, command, sam).refused('access.not-permitted');
  });
  it('has a day from which it holds, and none backwards', () => {
    const later = GrievanceStepsSet({ ...command, effectiveFrom: '2026-04-01' });
    const state = fold(procedure, stored([GrievanceStepsSet({ ...command, instrument: 'Older' }), later]));
    expect([grievancesOn(state, 'permanent', '2026-03-31'), grievancesOn(state, 'permanent', '2026-04-01')]).toMatchObject([
      { instrument: 'Older' },
      { effectiveFrom: '2026-04-01' },
    ]);
    given(later)
      .when(SetGrievanceStepsHandler, { ...command, effectiveFrom: '2026-03-01' }, hr)
      .refused('procedure.backdated', ['effectiveFrom']);
  });
  it('is for employees', () => {
    given()
      .when(SetGrievanceStepsHandler, { ...command, track: 'volunteer' }, hr)
      .refused('procedure.no-employees', ['track']);
    given()
      .when(SetLadderHandler, { ...ladder, track: 'contractor' }, hr)
      .refused('procedure.no-employees', [
        'rungs.1.grievanceDays',
        'rungs.2.grievanceDays',
        'rungs.3.grievanceDays',
        'rungs.4.grievanceDays',
        'rungs.5.grievanceDays',
      ]);
  });
  it('names one who hears each step, of the city or outside it', () => {
    const [first] = command.steps;
    for (const step of [
      { ...first!, hears: null },
      { ...first!, outside: 'A board' },
    ])
      given()
        .when(SetGrievanceStepsHandler, { ...command, steps: [step] }, hr)
        .refused('procedure.hearer-unclear', ['steps.0.hears', 'steps.0.outside']);
  });
  it('says both when a copy is due and after which rungs, or neither', () => {
    given()
      .when(SetGrievanceStepsHandler, { ...command, copyWithin: null }, hr)
      .refused('procedure.copy-unclear', ['copyWithin']);
    given()
      .when(SetGrievanceStepsHandler, { ...command, copyRungs: [] }, hr)
      .refused('procedure.copy-unclear', ['copyRungs']);
  });
  it('is shown with the rest of the procedure', async () => {
    const log = logOf(
      [`procedure-${procedureId}`, GrievanceStepsSet(command)],
      [`procedure-${procedureId}`, HolidaysSet({ year: 2026, instrument: 'R', holidays: [{ day: '2026-07-03', name: 'A day' }] })],
    );
    expect(await ask(GetProcedureHandler, {}, sam, log)).toMatchObject({
      grievances: [{ track: 'permanent', exhaustedAfter: 90 }],
      holidays: [{ day: '2026-07-03' }],
    });
  });
});
