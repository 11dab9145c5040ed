import type { Client } from 'pg';
import type { PostgresAddress } from '../postgres/address.js';
import { clientOptions } from '../postgres/connection.js';

/**
 * Channel by which nodes notify one another through the database. A notification only brings the
 * next regular look forward, so it may be lost.
 */
export const advancedChannel = ({ schema }: PostgresAddress): string => `casebook_views_${schema}`;
export const appendedChannel = ({ schema }: PostgresAddress): string => `casebook_log_${schema}`;

/** Milliseconds before a lost connection is tried again. */
const reconnectDelayMs = 1_000;

/** Listens to one channel on its own connection, and reconnects when the connection is lost. */
export class Listener {
  private client: Client | undefined;
  private again: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly address: PostgresAddress,
    private readonly channel: string,
    private readonly heard: (payload: string) => void,
  ) {}

  async open(): Promise<void> {
    if (this.closed) return;
    const { default: pg } = await import('pg');
    try {
      const client = new pg.Client(clientOptions(this.address, { name: 'listener', statement: 0, durable: false }));
      this.client = client;
      client.on('notification', ({ payload = '' }) => this.heard(payload));
      client.on('error', () => {});
      client.on('end', () => this.retry());
      await client.connect();
      await client.query(`LISTEN "${this.channel}"`);
      // Makes up for notifications sent before it listened.
      this.heard('');
    } catch {
      await this.client?.end().catch(() => {});
      this.retry();
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.again);
    await this.client?.end().catch(() => {});
  }

  private retry(): void {
    clearTimeout(this.again);
    if (!this.closed) this.again = setTimeout(() => void this.open(), reconnectDelayMs).unref();
  }
}
