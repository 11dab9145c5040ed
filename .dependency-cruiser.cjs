/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'platform-knows-no-module',
      comment: 'The platform knows nothing of policy, sites or cases: what it needs from them, they hand to it.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/platform/' },
    },
    {
      name: 'modules-meet-at-public',
      comment: 'A module imports another one at its *.public.ts alone.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/[^/]+\\.public\\.ts$'] },
    },
    {
      name: 'modules-know-no-app',
      comment: 'A module stands on the platform and on other modules, never on the files that assemble the application.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'modules-know-no-database',
      comment: 'A module declares its rows as columns; the platform makes tables of them.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: { path: '(^|/)node_modules/(typeorm|@nestjs/typeorm|better-sqlite3|pg)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Not even of types: what two files need of one another belongs in a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycles',
      comment:
        'Folders lie on floors: what two of them need of one another belongs in one below. Between a folder and the one it lies in, either may import the other.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'programs-meet-at-public',
      comment: 'The command line and the demonstration use a module as another module does: at its *.public.ts alone.',
      severity: 'error',
      from: { path: '^src/(cli|demo)/' },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/[^/]+\\.public\\.ts$' },
    },
    {
      name: 'src-knows-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'declared-dependencies-only',
      comment: 'What src imports stands under dependencies in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional', 'npm-peer', 'undetermined'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports it, so nothing needs it.',
      severity: 'error',
      from: { orphan: true },
      to: {},
    },
    {
      name: 'nothing-out-of-reach',
      comment: 'Neither a program nor a worker reaches it, so only tests could.',
      severity: 'error',
      from: { path: '^src/(main|cli|generate|demo/narrate)\\.ts$|\\.worker\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(main|cli|generate|demo/narrate)\\.ts$|\\.worker\\.ts$', reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
