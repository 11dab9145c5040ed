import { definitions } from '../../src/definitions.js';
import type { CaseState } from '../../src/modules/cases/case.js';
import type { ProceedingState } from '../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../src/platform/access/access.js';
import { definitionOf } from './city-model.js';
import type { Dice } from './dice.js';

export type Class = new () => object;
export const day = 24 * 60 * 60_000;
/** Nobody, and nothing. */
export const stranger = '5c0ffee0-0000-4000-8000-000000000000';

const elsewhere = new Set(['directory', 'policy', 'sites', 'letters', 'claims', 'work']);
/** The rooms of reports, cases and what follows from them. */
export const walked = definitions.filter(({ name }) => !elsewhere.has(name));

/** Everything that a person can ask of them. The order goes by name: a walk does not change when a module is split. */
const given = walked
  .flatMap(({ commandHandlers }) => commandHandlers.map(({ command }) => command as Class))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
export const isTimer = (command: Class) => definitionOf(command).may.every(({ office }) => office === 'System');
/** What the clock alone makes due: given too early by the scheduler, it is to be refused. */
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
/** Configuration is another's matter, and stands. */
const configures = /^Set(Ladder|Chain|Deadlines|Grievance|Holidays|ReportTerms)/;
/** Given by what has answered a query: there is no route to it. */
const answers = new Set(['RecordCaseLook', 'RecordLookUp']);
export const commands: ReadonlyMap<string, Class> = new Map(
  given
    .filter(
      (command) => !configures.test(command.name) && !answers.has(command.name) && (!isTimer(command) || timers.includes(command.name)),
    )
    .map((command) => [command.name, command]),
);

/** What was planted and must turn up nowhere but where it belongs. */
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
