const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** How long each spec file took to load, in milliseconds, one JSON array a line: processes that run specs write it, a reporter reads it. */
const loadsFile = join(__dirname, '../../../node_modules/.cache/casebook/loads.jsonl');

function noteLoad(file, milliseconds) {
  mkdirSync(dirname(loadsFile), { recursive: true });
  appendFileSync(loadsFile, `${JSON.stringify([file, milliseconds])}\n`);
}

module.exports = { loadsFile, noteLoad };
