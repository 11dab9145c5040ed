import process from 'node:process';
import { ConfigError } from '../config.js';
import { Refusal } from '../platform/commands/refuse.js';

/** What went wrong, as a person should read it: one line, no stack. The program ends with 1. */
export class Failure extends Error {}

/** The command was given wrongly. The program ends with 2. */
export class UsageError extends Failure {}

/** Errors whose message says all that a person needs. */
const plain = new Set(['LogInUse', 'LogTooNew', 'MasterKeyUnusable', 'StoreUnavailable', 'AccountsFailure']);

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

/** One line for any error; of one that nobody foresaw, the kind and where it came from as well. */
export function lineOf(error: unknown): string {
  if (error instanceof ConfigError) return `the configuration is not usable: ${error.problems.join('; ')}`;
  if (error instanceof Refusal) {
    const { fieldErrors, errors = fieldErrors } = error.details as { fieldErrors?: unknown; errors?: unknown };
    const told = Array.isArray(errors) ? errors.map(({ message }: { message?: unknown }) => String(message)).join('; ') : '';
    return `${error.code}: ${told || error.terms.says}`;
  }
  if (!(error instanceof Error)) return oneLine(String(error));
  if (error instanceof Failure || plain.has(error.constructor.name)) return oneLine(error.message);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code && path && /^E[A-Z]+$/.test(code)) return oneLine(error.message);
  const [at = ''] = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return oneLine(`${error.constructor.name}: ${error.message} ${at.trim()}`);
}

export const exitCodeOf = (error: unknown): number => (error instanceof UsageError ? 2 : 1);

/** A line on stdout. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A line on stderr. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `1 event`, `2 events`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
