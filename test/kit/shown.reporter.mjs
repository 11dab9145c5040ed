import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the given-when-then kit writes down, one JSON array a line, what a spec has shown: `["OpenCase","success"]`, `["OpenCase","case.exists"]`. */
export const shownFile = (root) => join(root, 'node_modules/.cache/casebook/shown.jsonl');

/** Every spec file, every test in it. */
export const isFullRun = (config) =>
  !(
    config.testPathPatterns.isSet() ||
    config.testNamePattern ||
    config.onlyChanged ||
    config.onlyFailures ||
    config.findRelatedTests ||
    config.runTestsByPath ||
    config.shard ||
    config.filter ||
    config.watch ||
    config.watchAll
  );

/** What the specs owe, as pairs like those they write down: each command's success and each refusal that it declares. */
async function owed(root) {
  const built = (file) => import(pathToFileURL(join(root, 'dist', file)).href);
  const { commandHandlers } = await built('definitions.js');
  const { platformRefusals } = await built('platform/refusals/refuse.js');
  return commandHandlers.flatMap(({ command, refuses }) =>
    ['success', ...Object.keys(refuses).filter((code) => !(code in platformRefusals.table))].map((what) => [command.name, what]),
  );
}

function shown(root) {
  const file = shownFile(root);
  return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
}

/** Fails a full run that leaves a command, or one of its refusals, without a spec; closes every run with its count on one plain line. */
export default class ShownReporter {
  #config;
  #error;

  constructor(globalConfig) {
    this.#config = globalConfig;
  }

  async onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const whole = isFullRun(this.#config) && !results.wasInterrupted && results.numTotalTests > 0;
    const missing = whole && failed === 0 ? await this.#missing() : [];
    if (missing.length > 0) {
      this.#error = new Error(`no spec shows:\n${missing.map(([command, what]) => `  ${command}: ${what}`).join('\n')}`);
      process.stderr.write(`\n${this.#error.message}\n`);
    }
    const skipped = results.numPendingTests + results.numTodoTests;
    const count = `${results.numPassedTests} passed, ${failed + missing.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // Jest prints its own summary after every reporter.
    process.once('exit', () => process.stdout.write(`${count}\n`));
  }

  getLastError() {
    return this.#error;
  }

  async #missing() {
    const { rootDir } = this.#config;
    const seen = shown(rootDir);
    return (await owed(rootDir)).filter((pair) => !seen.has(JSON.stringify(pair)));
  }
}
