import { fileAudiences } from '../../../src/modules/case-file/case-file-audience.js';
import { cases, subjectsOf } from '../../../src/modules/cases/case.js';
import { operationsDefinition } from '../../../src/modules/operations/operations.definition.js';
import { proceedings } from '../../../src/modules/proceedings/proceeding.js';
import { codeHolder, reports } from '../../../src/modules/reports/report.js';
import { type Caller, publicCaller } from '../../../src/platform/access/access.js';
import type { AnyQueryHandler } from '../../../src/platform/queries/query-handler.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import type { CityModel } from '../city-model.js';
import type { Dice } from '../dice.js';
import type { Walk } from '../random-walk.js';
import { walked } from '../scene.js';

/** Every query of cases and of the log, and what a parked piece of work says. */
const asked: readonly AnyQueryHandler[] = [...walked, operationsDefinition].flatMap(({ queryHandlers }) => queryHandlers);
/** Where a sender's own words, or who they are, belong: to the sender, and to who takes the report in, by a query that says what for. */
const ofSenders = new Set(['GetReporter', 'FollowReport', 'ListOwnReports']);
const conversations = new Set(['GetReport', 'FollowReport', 'ListOwnReports']);

const unfiltered = Object.fromEntries(['stream', 'actor', 'office', 'type', 'clause', 'from', 'to'].map((name) => [name, undefined]));
/** What a query cannot be asked without. */
const given: Readonly<Record<string, (walk: Walk, town: CityModel, dice: Dice) => object>> = {
  // Whoever knows a sender's name, or their words, and searches for them must find nothing.
  SearchCases: ({ planted }, _, dice) => ({ q: (!dice.once(4) && planted[dice.roll(planted.length)]?.text) || 'the' }),
  ListEvents: (_, __, dice) => ({ ...unfiltered, ...(dice.once(2) && { caseId: undefined }) }),
  GetCaseFile: ({ people }, _, dice) => {
    const audience = fileAudiences[dice.roll(fileAudiences.length)];
    const subject = [...people.values()][dice.roll(people.size)];
    return { audience, subject: audience === 'subject' ? subject : undefined, format: 'json', purpose: 'The hearing.' };
  },
  GetCaseChanges: (_, town, dice) => {
    const from = 1 + dice.roll(town.head);
    return { from: `@${from}`, to: `@${from + dice.roll(town.head - from + 1)}` };
  },
};

export interface Seen {
  readonly query: string;
  readonly caller: Caller;
  readonly ids: Readonly<Record<string, string>>;
  readonly position: number | undefined;
  /** As JSON. */
  readonly answer: string;
}

/** What somebody sees: each query, of each thing, now and at some moment past. What is refused is not seen; nothing else may go wrong. */
export async function answersSeen(town: CityModel, walk: Walk, caller: Caller, dice: Dice): Promise<Seen[]> {
  const seen: Seen[] = [];
  const proceedingIds = [...new Set(town.store.log.flatMap(({ stream }) => (stream.startsWith('proceeding-') ? [stream.slice(11)] : [])))];
  const all: Readonly<Record<string, readonly string[]>> = {
    caseId: walk.caseIds,
    reportId: walk.reports,
    proceedingId: proceedingIds,
    personId: [...walk.people.values()],
  };
  for (const read of asked) {
    const blank = (await walk.query(read.query as new () => object, {}, dice)) as Record<string, unknown>;
    const field = ['proceedingId', 'caseId', 'reportId', 'personId'].find((name) => name in blank);
    for (const id of field ? (all[field] ?? []) : ['']) {
      const ids = field ? { [field]: id } : {};
      const position = dice.once(2) ? undefined : 1 + dice.roll(town.head);
      const fixed = { ...ids, limit: 200, cursor: undefined, after: undefined, ...given[read.query.name]?.(walk, town, dice) };
      const query = await walk.query(read.query as new () => object, fixed, dice);
      try {
        const answer = JSON.stringify(await town.ask(read, query, caller, position)) ?? '';
        seen.push({ query: read.query.name, caller, ids, position, answer });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const told = JSON.stringify(error.details);
        seen.push({ query: read.query.name, caller, ids, position, answer: told });
      }
    }
  }
  return seen;
}

const told = ({ query, caller, ids, position }: Seen) =>
  JSON.stringify({ query, ids, position, offices: caller.offices.map(({ office }) => office) });

/** Nobody is shown who sent a report but who is to reach them. Throws where somebody is. */
export function nobodyUnmasks(seen: readonly Seen[], walk: Walk): void {
  for (const sight of seen) {
    if (!conversations.has(sight.query))
      for (const { text } of walk.planted.filter(({ what }) => what === 'message'))
        if (sight.answer.includes(text)) throw new Error(`a sender’s words are shown: ${told(sight)}`);
    if (ofSenders.has(sight.query)) continue;
    for (const { text, what } of walk.planted)
      if (what === 'identity' && sight.answer.includes(text)) throw new Error(`a sender is named: ${told(sight)}`);
    const elsewhere = sight.query === 'ListEvents' ? withoutDirectory(sight.answer) : sight.answer;
    if (sight.caller.person !== walk.whistle && elsewhere.includes(walk.whistle))
      throw new Error(`a sender is known by id: ${told(sight)}`);
  }
}
/** The directory has everyone. */
const withoutDirectory = (answer: string): string => {
  const { items = [] } = JSON.parse(answer) as { items?: { stream: string }[] };
  return JSON.stringify(items.filter(({ stream }) => !/^(person|department)-/.test(stream)));
};

/** A look at who sent a report is answered to nobody who is a party, and only to who works on it, or was told by decision. */
export async function accessLogIsRight(
  seen: readonly Seen[],
  walk: Walk,
  town: CityModel,
  parties: (caseId: string) => Set<string>,
): Promise<void> {
  for (const sight of seen.filter(
    ({ query, answer }) => query === 'GetReporter' && walk.planted.some(({ text }) => answer.includes(text)),
  )) {
    const { state } = await town.streams.folded(reports, sight.ids.reportId ?? '');
    if (state.status === 'absent') throw new Error('a look at nothing');
    const caseId = 'caseId' in state ? state.caseId : '';
    const matter = (await town.streams.folded(cases, caseId)).state;
    if (matter.status === 'absent') throw new Error('a look at no case');
    if (parties(caseId).has(sight.caller.person)) throw new Error(`a party sees who sent it: ${told(sight)}`);
    const takesIn = sight.caller.offices.some(({ office }) => matter.authority.intake.includes(office as never));
    const investigates = 'investigator' in matter && matter.investigator === sight.caller.person;
    const disclosed = [...state.disclosures.values()].some((one) => one.disclosed && one.person === sight.caller.person);
    if (!takesIn && !investigates && !disclosed) throw new Error(`a stranger sees who sent it: ${told(sight)}`);
  }
}

/** Nothing restricted, and no sender, stands in a view or in an event that is shown. */
export function nothingIsWritten(town: CityModel, walk: Walk): void {
  const secrets = [walk.whistle, ...walk.planted.map(({ text }) => text)];
  const search = (where: string, text: string) => {
    for (const secret of secrets)
      if (text.includes(secret)) throw new Error(`${where} holds ${secret === walk.whistle ? 'the sender’s id' : 'planted text'}`);
  };
  for (const { view, rows } of town.standing()) {
    if (['person_list', 'office_holding', 'acknowledgement_list'].includes(view)) continue;
    for (const row of rows) search(`a row of ${view}`, JSON.stringify(row));
  }
  for (const event of town.store.log) {
    const type = town.codec.type(event.type);
    if (!type || type.privacy === 'restricted' || /^(person|department)-/.test(event.stream)) continue;
    search(event.type, JSON.stringify({ data: event.data, stream: event.stream, actor: type.options.hidesActor ? null : event.actor }));
  }
}

/** What somebody was shown of cases that are hidden from them. Throws where there is any. */
export async function wallsHold(seen: readonly Seen[], walk: Walk, town: CityModel): Promise<number> {
  const person = seen[0]?.caller.person ?? '';
  let held = 0;
  for (const caseId of walk.caseIds) {
    const { state } = await town.streams.folded(cases, caseId);
    if (state.status === 'absent' || !subjectsOf(state).has(person)) continue;
    held += 1;
    const own = [...new Set(town.store.log.flatMap(({ stream }) => (stream.startsWith('proceeding-') ? [stream.slice(11)] : [])))];
    const of = await Promise.all(own.map(async (id) => ({ id, state: (await town.streams.folded(proceedings, id)).state })));
    const theirs = of.filter((one) => one.state.status !== 'absent' && one.state.caseId === caseId);
    const mine = theirs.find((one) => one.state.status !== 'absent' && one.state.subject === person);
    // As the events have it, not as the state under test tells it.
    const shows = (id: string) =>
      town.store.log.some(
        ({ stream, type }) => stream === `proceeding-${id}` && (type === 'SubjectInformed' || type === 'AllegationsSustained'),
      );
    const told = mine !== undefined && shows(mine.id);
    const others = theirs.filter(({ id }) => id !== mine?.id).map(({ id }) => id);
    const allegations = [...state.allegations].filter(([, one]) => !told || one.subject !== person).map(([id]) => id);
    // The case that a report was moved from goes on showing that it had it.
    const kept = state.reports.filter(
      (id) => !town.store.log.some(({ stream, type }) => stream === `report-${id}` && type === 'ReportMoved'),
    );
    const secrets = [...kept, ...others, ...allegations, ...(told ? [] : [caseId, ...(mine ? [mine.id] : [])])];
    for (const sight of seen) {
      // Whoever reports on themself follows their own report.
      if (sight.query === 'FollowReport' || sight.query === 'ListOwnReports') continue;
      for (const secret of secrets)
        if (sight.answer.includes(secret))
          throw new Error(
            `${sight.query} shows a subject what is hidden: ${JSON.stringify({ ids: sight.ids, position: sight.position, secret, told, answer: sight.answer.slice(0, 600) })}`,
          );
    }
  }
  return held;
}

/** Everyone who may ask. */
export async function askers(town: CityModel, walk: Walk): Promise<Caller[]> {
  const people = await Promise.all([...walk.people.values(), walk.whistle].map((person) => town.callerOf(person)));
  return [...people.filter((caller) => caller !== undefined), publicCaller, ...walk.reports.slice(0, 2).map(codeHolder)];
}
