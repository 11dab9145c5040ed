const { options } = require('./.dependency-cruiser.cjs');

/**
 * What is loaded at run time: types are no imports here, nor are routes, which only a node that
 * answers requests imports.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'folds-load-no-database',
      comment: 'A spec of a fold or a decision needs no database, and starts without loading one.',
      severity: 'error',
      from: { path: '^(src/definitions|test/kit/(given|reads))\\.ts$' },
      to: { path: '(^|/)node_modules/(typeorm|@nestjs/typeorm|better-sqlite3|pg)/', reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false, exclude: { ...options.exclude, dynamic: true } },
};
