const { readFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Seconds, of the files that take long; `node scripts/times.mjs --weights` writes it. Only the order follows from it. */
const weights = JSON.parse(readFileSync(join(__dirname, 'weights.json'), 'utf8'));

/** The longest files start first: by the last run's times where there was one, or else by what is written down. */
module.exports = class LongestFirst extends Sequencer {
  time(test) {
    const file = relative(join(test.context.config.rootDir, 'test'), test.path).split(sep).join('/');
    return super.time(test) ?? (weights[file] ?? 0) * 1000;
  }
};
