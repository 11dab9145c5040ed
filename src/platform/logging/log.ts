import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, destination, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';

export interface RequestLine {
  readonly correlationId: string;
  readonly method: string;
  /**
   * The route's pattern, `/api/cases/:caseId`, never the requested address: that holds ids of
   * people.
   */
  readonly route: string;
  readonly status: number;
  /** Milliseconds from the first byte of the request to the last byte of the answer. */
  readonly ms: number;
}

export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The facts of an error that may be logged. Its message is left out: it may quote a body, a query
 * or a row.
 */
export function errorFacts(error: unknown): { error: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const { code } = error as { code?: unknown };
  const at = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { error: error.constructor.name, ...(typeof code === 'string' && { code }), at: at.map((line) => line.trim()).slice(0, 12) };
}

/**
 * JSON lines on stdout. It takes no whole request, body, header or error, so that none can be
 * logged by mistake: messages are fixed texts; facts are ids, codes and numbers.
 */
export class Log {
  private readonly pino: Logger;

  /** Writes without waiting for the pipe; buffered lines are flushed at exit. */
  constructor(level: LevelWithSilent, to: DestinationStream = destination({ dest: 1, sync: false })) {
    this.pino = pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, to);
  }

  /** One answered request; requests of probes only at debug level. */
  request(line: RequestLine): void {
    if (line.route.startsWith('/health/') || line.route === '/metrics') this.pino.debug(line, 'request');
    else this.pino.info(line, 'request');
  }

  info(message: string, facts: Facts = {}): void {
    this.pino.info(facts, message);
  }

  warn(message: string, facts: Facts = {}): void {
    this.pino.warn(facts, message);
  }

  debug(message: string, facts: Facts = {}): void {
    this.pino.debug(facts, message);
  }

  /**
   * An error that should not happen: the work under way, and the place that the error came from.
   */
  failed(message: string, error: unknown, facts: Facts = {}): void {
    this.pino.error({ ...facts, ...errorFacts(error) }, message);
  }

  /** An error that ends the process; written out at once. */
  fatal(message: string, error: unknown, facts: Facts = {}): void {
    this.pino.fatal({ ...facts, ...errorFacts(error) }, message);
  }

  /** Writes out all buffered lines. */
  flush(): Promise<void> {
    return new Promise((resolve) => this.pino.flush(() => resolve()));
  }
}

/**
 * Nest's own messages: its fixed texts, with the part of Nest that logs them; all other messages
 * only by kind.
 */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    // A line for each route at every start would bury the lines that a person looks for.
    this.to.debug(textOf(message), { part: partOf(rest) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.to.warn(textOf(message), { part: partOf(rest) });
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.to.debug(textOf(message), { part: partOf(rest) });
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.to.debug(textOf(message), { part: partOf(rest) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = [message, ...rest].find((part) => part instanceof Error);
    this.to.failed('framework error', error ?? fromStack(rest), { part: partOf(rest) });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : typeof message);

const partOf = (rest: readonly unknown[]): string | undefined => {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
};

/** Nest passes `error.stack`; the message in it is left out. */
function fromStack(rest: readonly unknown[]): Error | undefined {
  const stack = rest.find((part): part is string => typeof part === 'string' && part.includes('\n    at '));
  return stack === undefined ? undefined : Object.assign(new Error(), { stack });
}
