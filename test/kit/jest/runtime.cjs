const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');
const { sourceMapOf } = require('./compiled.cjs');
const { noteLoad } = require('./loads.cjs');

register('./typescript.mjs', pathToFileURL(__filename));

/** The spec files that this process has run. */
const ran = new Set();

/**
 * Jest's runtime, but for one thing: Node loads the modules. Jest would load every package and every module of src anew for each spec file, in
 * a context of its own, which took longer than the specs themselves. A process of Jest now loads each module once, as the server does.
 */
module.exports = class NativeRuntime extends Runtime {
  #file;

  constructor(...given) {
    super(...given);
    this.#file = given[6];
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    // Node would not load it again, nor what it imports.
    if (ran.has(path)) throw new Error('this process has run the file already: start Jest anew, it cannot watch here');
    ran.add(path);
    globalThis.jest = this.requireModuleOrMock(this.#file, '@jest/globals').jest;
    const started = performance.now();
    await import(pathToFileURL(path));
    noteLoad(path, performance.now() - started);
  }

  /** Jest's own modules; the one that keeps the state of a file is loaded anew. */
  requireInternalModule(from, to) {
    if (to) return super.requireInternalModule(from, to);
    delete require.cache[from];
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    return require(from);
  }

  getSourceMaps() {
    return { get: sourceMapOf, *[Symbol.iterator]() {} };
  }
};
