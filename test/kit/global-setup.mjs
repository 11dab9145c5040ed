import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFile } from '@swc/core';
import { startForRun } from './postgres-server.mjs';
import { isFullRun, shownFile } from './shown.reporter.mjs';

/**
 * Worker threads, and programs that specs start, load from dist. `npm test` has built it; where one spec is run after an edit, the files that
 * changed are transpiled here, without their types being checked. Only `npm run build` gives the dist that `npm start` should serve.
 */
async function refreshDist(root) {
  let newest = Number.NEGATIVE_INFINITY;
  for (const name of readdirSync(join(root, 'src'), { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const source = join(root, 'src', name);
    const target = join(root, 'dist', name.replace(/\.ts$/, '.js'));
    if (modified(target) < modified(source)) {
      const { code, map } = await transformFile(source, { configFile: join(root, '.swcrc'), cwd: root });
      mkdirSync(dirname(target), { recursive: true });
      if (map) replace(`${target}.map`, map);
      replace(target, code);
    }
    newest = Math.max(newest, modified(target));
  }
  if (modified(join(root, 'dist/bundle/cli.js')) < newest) execFileSync(process.execPath, ['scripts/bundle.mjs'], { cwd: root });
}

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;

/** At once, for another run may be loading it. */
function replace(file, text) {
  const next = `${file}.${process.pid}`;
  writeFileSync(next, text);
  renameSync(next, file);
}

/** Certificates for servers that specs start, made by what makes them for the containers. */
function makeCertificates(root) {
  for (const authority of ['ours', 'other'])
    try {
      const out = join(root, 'node_modules/.cache/test-certificates', authority);
      mkdirSync(out, { recursive: true });
      execFileSync('sh', [join(root, 'deploy/setup.sh'), out, 'eventstore1'], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      throw new Error(`the specs need certificates, which deploy/setup.sh makes with openssl: ${error.stderr ?? error.message}`);
    }
}

export default async function setup(globalConfig) {
  makeCertificates(globalConfig.rootDir);
  const [server] = await Promise.all([startForRun(), refreshDist(globalConfig.rootDir)]);
  globalThis.casebookPostgres = server;
  if (isFullRun(globalConfig)) rmSync(shownFile(globalConfig.rootDir), { force: true });
}
