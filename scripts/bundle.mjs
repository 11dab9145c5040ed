// A start mostly loads some thousands of small files, twice: in the server and in the views'
// thread. With a bundle it takes a quarter of the time (docs/adr/0013-bundled-server.md). The
// command line starts in the same way. Packages that cannot be bundled stay in node_modules: native
// modules, the documentation's pages, and packages that others would load if they were installed.
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const native = ['better-sqlite3', '@node-rs/argon2'];
const pages = ['swagger-ui-dist', 'swagger-ui-dist/*'];
// Used only where views or accounts are on PostgreSQL.
const onDemand = ['pg'];
const absent = [
  ...['@nestjs/platform-express', '@nestjs/microservices', '@nestjs/microservices/*', '@nestjs/websockets', '@nestjs/websockets/*'],
  ...['@fastify/view', '@fastify/multipart', 'class-transformer/storage', 'pino-pretty', 'ts-node'],
  ...['pg-native', 'pg-query-stream', 'mysql', 'mysql2', 'mssql', 'oracledb', 'sqlite3', 'sql.js', 'redis', 'ioredis', 'mongodb'],
  ...['typeorm-aurora-data-api-driver', '@google-cloud/spanner', '@sap/hana-client', '@sap/hana-client/*', 'hdb-pool'],
  ...['react-native-sqlite-storage', 'expo-sqlite'],
];
// The names that CommonJS packages expect to exist.
const commonJs = [
  "import { createRequire as __bundleRequireOf } from 'node:module';",
  "import { dirname as __bundleDirectoryOf } from 'node:path';",
  "import { fileURLToPath as __bundlePathOf } from 'node:url';",
  'const require = __bundleRequireOf(import.meta.url), __filename = __bundlePathOf(import.meta.url), __dirname = __bundleDirectoryOf(__filename);',
].join(' ');

const entries = {
  // Its files import each other in a circle, so that they must be run from its index on, as Node
  // does. A chunk runs its files in the order of their distance from an entry.
  cqrs: 'node_modules/@nestjs/cqrs/dist/index.js',
  main: 'dist/main.js',
  cli: 'dist/cli.js',
  'views.worker': 'dist/views.worker.js',
  'search.worker': 'dist/search.worker.js',
  'writer.worker': 'dist/platform/events/sqlite/writer.worker.js',
};
const { outputFiles } = await build({
  entryPoints: entries,
  outdir: 'dist/bundle',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  external: [...native, ...pages, ...onDemand, ...absent],
  banner: { js: commonJs },
  // The OpenAPI plugin writes some keys twice, with the same value.
  logOverride: { 'duplicate-object-key': 'silent' },
  logLevel: 'warning',
  write: false,
});

// Each file is replaced at once, and files that others import come first: somebody may be starting
// the program.
const isEntry = ({ path }) => basename(path, '.js') in entries;
for (const file of outputFiles.toSorted((a, b) => isEntry(a) - isEntry(b))) {
  const next = `${file.path}.${process.pid}`;
  mkdirSync(dirname(file.path), { recursive: true });
  writeFileSync(next, file.contents);
  renameSync(next, file.path);
}

// `npx casebook` runs it as a program; npm sets this once, when it first links it.
chmodSync('dist/bundle/cli.js', 0o755);
