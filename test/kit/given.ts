import { appendFileSync, mkdirSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import type { Command } from '@nestjs/cqrs';
import type { Caller, Office } from '../../src/platform/access/access.js';
import type { CommandHandlerOf, Receipt } from '../../src/platform/commands/command-handler.js';
import { decideOn } from '../../src/platform/commands/decide.js';
import { judge } from '../../src/platform/commands/judge.js';
import type { NewEvent, StoredEvent } from '../../src/platform/events/event.js';
import { type AnyStream, fold } from '../../src/platform/events/stream.js';
import { derivedId } from '../../src/platform/ground/ids.js';
import { Refusal, type RefusalTable, refuseFrom } from '../../src/platform/refusals/refuse.js';
import { Unsealed } from '../../src/platform/sealing/sealed.js';
import { hasField, leadsTo } from './fields.js';
import { type Involved, standingGiven } from './standing.js';

/** A caller who holds these offices today. */
export const caller = (person: string, ...offices: Office[]): Caller => ({
  person,
  offices: [...offices, 'Employee' as const].map((office) => ({ office })),
});

/** The time of every decision: noon in Kalispell. */
export const now = '2026-03-02T19:00:00.000Z';
export const today = '2026-03-02';

/** Events as a store returns them. A text that a decision sealed becomes a token. */
export const stored = (events: readonly NewEvent[], stream = 'x-1'): StoredEvent[] =>
  events.map((event, revision) => ({
    id: derivedId('spec', stream, String(revision)),
    schema: 1,
    stream,
    revision,
    position: revision + 1,
    recordedAt: now,
    actor: { person: 'someone', office: 'Employee' },
    policyVersion: '5716',
    commandId: derivedId('spec-command', stream, String(revision)),
    commandHash: '',
    causationId: null,
    correlationId: derivedId('spec-correlation', stream),
    ...event,
    data: tokens(event.data),
  }));

const tokens = (value: unknown): unknown => {
  if (value instanceof Unsealed) return `sealed.v1.spec.${value.text}`;
  if (Array.isArray(value)) return value.map(tokens);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tokens(v)]));
  return value;
};

/**
 * Records which commands succeeded and which refusals were shown. test/kit/shown.reporter.mjs
 * compares them with the declarations.
 */
const shown = (command: string, what: string): void => {
  mkdirSync('node_modules/.cache/casebook', { recursive: true });
  appendFileSync('node_modules/.cache/casebook/shown.jsonl', `${JSON.stringify([command, what])}\n`);
};

/**
 * The refusal names the fields of its table, or those that the spec expects; the request has what
 * each path leads to.
 */
function mustName({ code, terms, details }: Refusal, expected: readonly string[] | undefined, request: object): void {
  const named = ((details.errors ?? []) as readonly { readonly field: string }[]).map(({ field }) => field);
  if (terms.fields === 'named' && !expected) throw new Error(`a spec of ${code} says which fields it names; here ${named.join(', ')}`);
  const fields = expected ?? terms.fields;
  if (fields) expect(named).toEqual(fields);
  expect(named.filter((field) => !hasField(request.constructor as Type<object>, field) || !leadsTo(request, field))).toEqual([]);
}

/**
 * `given(events…).when(CommandHandler, command, who, facts?).then(events…)` or `.refused(code)`. It
 * also checks grants, walls, existence and impartiality: the facts say who the case's `reporters` are,
 * or the caller's `standing`.
 */
export const given = (...past: readonly NewEvent[]) => givenIn([], past);

/**
 * As `given`, for a command that is judged on another stream: `within(case events…).given(evidence
 * events…)`.
 */
export const within = (...judged: readonly NewEvent[]) => ({ given: (...past: readonly NewEvent[]) => givenIn(judged, past) });

const givenIn = (judged: readonly NewEvent[], past: readonly NewEvent[]) => ({
  when: <
    C extends Command<Receipt>,
    S extends AnyStream,
    Facts,
    R extends RefusalTable,
    New extends boolean,
    J extends AnyStream,
    Known,
    Opened,
  >(
    definition: CommandHandlerOf<C, S, Facts, R, New, J, Known, Opened>,
    command: Partial<Omit<C, keyof Command<unknown>>>,
    who: Caller,
    facts?: NoInfer<Known & Facts> & Involved,
  ) => {
    const given = Object.assign(new definition.command(), command);
    const newId = (name: string) => derivedId('spec', name);
    const id = definition.of(given, newId);
    const decide = (): readonly NewEvent[] => {
      const state = fold(definition.stream, stored(past, `${definition.stream.name}-${id}`));
      const over =
        definition.judgedOn &&
        fold(definition.judgedOn.stream, stored(judged, `${definition.judgedOn.stream.name}-${definition.judgedOn.of(given)}`));
      const office = judge(
        definition as never,
        who,
        { state, revision: past.length - 1 },
        definition.judgedOn && { state: over, revision: judged.length - 1 },
        standingGiven(definition.judgedOn?.stream ?? definition.stream, over ?? state, who, facts ?? {}),
      );
      const events = decideOn(definition as never, given, state, {
        now,
        today,
        timeZone: 'America/Denver',
        caller: who,
        office,
        id,
        judgedId: definition.judgedOn?.of(given) ?? id,
        newId,
        facts,
        reserved: definition.reserves?.(given).map(({ value }) => value) ?? [],
        refuse: refuseFrom(definition.refuses),
      });
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        const type = definition.stream.events[event.type]!;
        expect({ type: event.type, problems: type.problems(tokens(event.data)) }).toEqual({ type: event.type, problems: [] });
      }
      return events;
    };
    return {
      then: (...expected: NewEvent[]) => {
        expect(decide()).toEqual(expected);
        shown(definition.command.name, 'success');
      },
      /** The decided events, for a spec that checks parts of their data. */
      events: () => {
        const events = decide();
        shown(definition.command.name, 'success');
        return events;
      },
      /** With the fields at fault, where the place that refuses names them. */
      refused: (
        code: (keyof R & string) | 'access.not-permitted' | 'resource.not-found' | 'resource.exists',
        fields?: readonly string[],
      ) => {
        let refusal: unknown;
        try {
          decide();
        } catch (error) {
          refusal = error;
        }
        if (!(refusal instanceof Refusal)) throw refusal ?? new Error(`not refused; expected ${code}`);
        expect(refusal.code).toBe(code);
        mustName(refusal, fields, given);
        shown(definition.command.name, code);
      },
    };
  },
});
