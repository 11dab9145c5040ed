const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { fileURLToPath } = require('node:url');

const root = join(__dirname, '../../..');
const directory = join(root, 'node_modules/.cache/casebook/compiled');
const options = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
const compiler = `${require('@swc/core/package.json').version} ${JSON.stringify(options)}`;

/** Where the JavaScript of a TypeScript file is kept, and its source map beside it; both are named by what they were made from. */
function placeOf(file, source) {
  const name = createHash('sha256').update(`${compiler}\0${file}\0`).update(source).digest('hex');
  return join(directory, `${name}.js`);
}

/** At once, for another process may be reading it. */
function write(file, text) {
  const next = `${file}.${process.pid}`;
  writeFileSync(next, text);
  renameSync(next, file);
}

/** The JavaScript of a TypeScript file, whose types nobody checks here. */
function compiled(file) {
  const source = readFileSync(file, 'utf8');
  const place = placeOf(file, source);
  if (existsSync(place)) return readFileSync(place, 'utf8');
  const { transformSync } = require('@swc/core');
  const { code, map } = transformSync(source, { ...options, swcrc: false, configFile: false, filename: file, sourceFileName: file });
  mkdirSync(directory, { recursive: true });
  write(`${place}.map`, map);
  write(place, code);
  return code;
}

/** `file` is a path or a file's address, as a stack names it; undefined for what is no TypeScript, or is gone. */
function sourceMapOf(file) {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  if (!path.endsWith('.ts') || !existsSync(path)) return undefined;
  return `${placeOf(path, readFileSync(path, 'utf8'))}.map`;
}

module.exports = { compiled, sourceMapOf };
