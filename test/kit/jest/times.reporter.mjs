import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

const { loadsFile } = createRequire(import.meta.url)('./loads.cjs');

/** Where the run's times are left: `{"e2e/walk.spec.ts": {"load": 0.4, "run": 9.1}}`, in seconds. `node scripts/times.mjs` prints them. */
export const timesFile = (root) => join(root, 'node_modules/.cache/casebook/times.json');

export default class TimesReporter {
  #root;

  constructor({ rootDir }) {
    this.#root = rootDir;
  }

  onRunStart() {
    rmSync(loadsFile, { force: true });
  }

  onRunComplete(_contexts, { testResults }) {
    const lines = existsSync(loadsFile) ? readFileSync(loadsFile, 'utf8').trim().split('\n') : [];
    const loads = new Map(lines.map((line) => JSON.parse(line)));
    const seconds = (milliseconds) => Math.round(milliseconds / 10) / 100;
    const times = testResults.map(({ testFilePath, perfStats: { start, end } }) => {
      const load = loads.get(testFilePath) ?? 0;
      const file = relative(join(this.#root, 'test'), testFilePath).split(sep).join('/');
      return [file, { load: seconds(load), run: seconds(end - start - load) }];
    });
    mkdirSync(dirname(timesFile(this.#root)), { recursive: true });
    writeFileSync(timesFile(this.#root), `${JSON.stringify(Object.fromEntries(times), null, 1)}\n`);
  }
}
