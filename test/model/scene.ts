import { definitions } from '../../src/definitions.js';
import type { CaseState } from '../../src/modules/cases/case.js';
import type { ProceedingState } from '../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../src/platform/access/access.js';
import { definitionOf } from './city-model.js';
import type { Dice } from './dice.js';

export type Class = new () => object;
export const day = 24 * 60 * 60_000;
/** An id that belongs to no person and no stream. */
export const stranger = '5c0ffee0-0000-4000-8000-000000000000';

const elsewhere = new Set(['directory', 'policy', 'sites', 'letters', 'claims', 'work']);
/** The rooms of reports, cases and everything that follows from them. */
export const walked = definitions.filter(({ name }) => !elsewhere.has(name));

/**
 * Every command of these rooms, sorted by name, so that a split of a module does not change a walk.
 */
const given = walked
  .flatMap(({ commandHandlers }) => commandHandlers.map(({ command }) => command as Class))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
export const isTimer = (command: Class) => definitionOf(command).may.every(({ office }) => office === 'System');
/**
 * Commands that only the clock makes due. The scheduler gives them too early here, and they must be
 * refused.
 */
const timers = [
  'LapseResponse',
  'MakeFinal',
  'ExhaustGrievance',
  'EscalateCase',
  'CloseCase',
  'FlagGrievanceCopy',
  'MarkCheckInOverdue',
  'MissInterimReview',
  'EndEngagement',
];
/** These commands configure the procedure, which does not change in a walk. */
const configures = /^Set(Ladder|Chain|Deadlines|Grievance|Holidays|ReportTerms)/;
/** Commands that queries give. They have no route. */
const answers = new Set(['RecordCaseLook', 'RecordLookUp']);
export const commands: ReadonlyMap<string, Class> = new Map(
  given
    .filter(
      (command) => !configures.test(command.name) && !answers.has(command.name) && (!isTimer(command) || timers.includes(command.name)),
    )
    .map((command) => [command.name, command]),
);

/** A planted text that may be shown only where it belongs. */
export interface Planted {
  readonly text: string;
  readonly what: 'identity' | 'message';
}

export interface Scene {
  readonly caseId: string;
  readonly state: CaseState;
  readonly proceedings: readonly (readonly [string, ProceedingState])[];
  readonly dice: Dice;
  readonly command: Class;
}
export type Field = (scene: Scene) => unknown;
export type Fields = Readonly<Record<string, unknown>>;
export type Found = [who: Caller, command: object];
