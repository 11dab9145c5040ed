// The tests' EventStoreDB server in a process of its own. It keeps its log in memory as long as it
// lives, so the programs that write to it may be killed.
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { answering } from '../kit.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const outfile = join(root, 'dist/bench', `esdb-server-${process.pid}.mjs`);

await build({
  entryPoints: [join(root, 'test/kit/esdb-server/server.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { EsdbServer } = await import(pathToFileURL(outfile).href);
const server = await EsdbServer.start();

answering(async ({ kind }) => {
  if (kind === 'down') server.down();
  if (kind === 'up') await server.up();
  return { url: server.url, events: server.log.all.length };
});
process.send({ url: server.url });
