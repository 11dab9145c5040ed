import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions, type TableIndexOptions } from 'typeorm';
import { isOnPostgres } from '../postgres/connection.js';

const text = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type: 'varchar', ...more });
const key = (name: string) => text(name, { isPrimary: true });
const optional = (name: string, type = 'varchar') => text(name, { type, isNullable: true });

const tables: { name: string; columns: TableColumnOptions[]; indices?: TableIndexOptions[] }[] = [
  {
    name: 'record_keys',
    columns: [key('record'), text('key_id', { isUnique: true }), optional('wrapped', 'text'), text('created_at'), optional('destroyed_at')],
  },
  { name: 'master_key_checks', columns: [key('name'), text('value')] },
  {
    name: 'accounts',
    columns: [key('person'), text('login_hash', { isUnique: true }), text('password_hash'), text('created_at'), optional('disabled_at')],
  },
  {
    name: 'tokens',
    columns: [
      key('id'),
      text('person'),
      text('hash', { isUnique: true }),
      text('label'),
      text('created_at'),
      text('expires_at'),
      optional('revoked_at'),
      optional('last_used_at'),
    ],
    indices: [{ name: 'tokens_person', columnNames: ['person'] }],
  },
  {
    name: 'sign_in_failures',
    columns: [key('key'), text('failures', { type: 'integer' }), text('last_at')],
    indices: [{ name: 'sign_in_failures_last_at', columnNames: ['last_at'] }],
  },
];

/** The first tables. A released migration is never edited: a change is a new migration after it. */
class FirstTables implements MigrationInterface {
  readonly name = 'FirstTables1772323200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables.toReversed()) await runner.dropTable(name);
  }
}

class FollowUpCodes implements MigrationInterface {
  readonly name = 'FollowUpCodes1772409600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({ name: 'follow_up_codes', columns: [key('hash'), text('opens')] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('follow_up_codes');
  }
}

/** For several nodes. A single node keeps no addresses on disk. */
class RateLimits implements MigrationInterface {
  readonly name = 'RateLimits1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    if (isOnPostgres(runner.dataSource))
      await runner.query('CREATE UNLOGGED TABLE rate_limits (key text PRIMARY KEY, tokens double precision NOT NULL, at bigint NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    if (isOnPostgres(runner.dataSource)) await runner.query('DROP TABLE rate_limits');
  }
}

class LogFollowers implements MigrationInterface {
  readonly name = 'LogFollowers1796083200000';

  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      key('name'),
      text('position', { type: 'bigint' }),
      optional('event_id'),
      text('tenure', { type: 'integer' }),
      optional('stopped', 'text'),
    ];
    await runner.createTable(new Table({ name: 'log_followers', columns }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('log_followers');
  }
}

export const accountsMigrations = [FirstTables, FollowUpCodes, RateLimits, LogFollowers];
