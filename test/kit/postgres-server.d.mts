import type { Server } from './postgres.js';

export const serverVariable: string;

export interface RunningPostgres {
  readonly address: Server;
  /** What it has written. */
  readonly said: readonly string[];
  stop(): Promise<void>;
  start(): Promise<void>;
  crash(): Promise<void>;
  close(): Promise<void>;
}

export function startPostgres(options?: { readonly durable?: boolean }): Promise<RunningPostgres>;
export function startForRun(): Promise<RunningPostgres>;
