import process from 'node:process';
import { ConfigError } from '../config.js';
import { Refusal } from '../platform/refusals/refuse.js';

/** A failure in words for people: one line, no stack. The program ends with 1. */
export class Failure extends Error {}

/** The command line is wrong. The program ends with 2. */
export class UsageError extends Failure {}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

/** One line for any error. For a fault of this program, the line also says where it came from. */
export function lineOf(error: unknown): string {
  if (error instanceof ConfigError) return `the configuration is not usable: ${error.problems.join('; ')}`;
  if (error instanceof Refusal) {
    const { errors } = error.details;
    // Several fields may be at fault for one reason.
    const told = Array.isArray(errors) ? [...new Set(errors.map(({ message }: { message?: unknown }) => String(message)))].join('; ') : '';
    return `${error.code}: ${told || error.terms.says}`;
  }
  if (!(error instanceof Error)) return oneLine(String(error));
  if (!(error instanceof TypeError || error instanceof ReferenceError)) return oneLine(error.message);
  const [at = ''] = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return oneLine(`${error.name}: ${error.message} ${at.trim()}`);
}

export const exitCodeOf = (error: unknown): number => (error instanceof UsageError ? 2 : 1);

/** Writes a line to stdout. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Writes a line to stderr. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `1 event`, `2 events`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
