const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Node as it is, without the context of its own that Jest otherwise gives each file. */
module.exports = class NativeEnvironment {
  global = globalThis;
  #before = { console: globalThis.console, exit: process.exit, environment: { ...process.env } };

  constructor({ projectConfig }) {
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  /** What one file changed, the next one does not find. */
  async teardown() {
    this.fakeTimersModern.dispose();
    const { console, exit, environment } = this.#before;
    Object.assign(globalThis, { console });
    process.exit = exit;
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }
};
