/**
 * Every peer: what stands in the table, the module that drives it, the database under it, the bare
 * use of the same database that it is compared with, and what it does not do.
 */
export const peers = {
  casebook: { name: 'Casebook', adapter: 'casebook', database: 'sqlite', bare: 'group-commit' },
  'emmett-postgresql': { name: 'Emmett on PostgreSQL', adapter: 'emmett-postgresql', database: 'postgresql', bare: 'bare-postgresql' },
  'castore-postgresql': { name: 'Castore on PostgreSQL', adapter: 'castore-postgresql', database: 'postgresql', bare: 'bare-postgresql' },
  'emmett-sqlite': {
    name: 'Emmett on SQLite',
    adapter: 'emmett-sqlite',
    database: 'sqlite',
    bare: 'bare-sqlite',
    // With more in flight it answers none.
    victims: 1,
  },
  'emmett-sqlite-in-line': {
    name: 'Emmett on SQLite, one connection, commands in line',
    adapter: 'emmett-sqlite',
    database: 'sqlite',
    bare: 'bare-sqlite',
    options: { inLine: true },
    without: ['rebuild'],
  },
  'bare-postgresql': { name: 'bare PostgreSQL', adapter: 'bare-postgresql', database: 'postgresql' },
  'bare-sqlite': { name: 'bare SQLite, one thread', adapter: 'bare-sqlite', database: 'sqlite' },
  'group-commit': {
    name: 'bare SQLite, group commit in a thread',
    adapter: 'group-commit',
    database: 'sqlite',
    without: ['fold', 'rebuild'],
  },
};

/** Commands in flight where a peer is killed in the middle of them. */
export const victimsOf = ({ victims = 64 }) => victims;

/**
 * A peer's module: `open(place)` opens its store, `load(place, rows)` fills it without going through
 * commands, and `audit(place)` gives each stored event as `{stream, version, id}`.
 */
export const adapterOf = ({ adapter }) => import(`./adapters/${adapter}.mjs`);
