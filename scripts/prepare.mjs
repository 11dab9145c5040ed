// `npm ci` builds. `npx casebook` runs this script too, perhaps beside a running server or where
// the compiler was removed: an existing build is kept.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const built = 'dist/main.js';
const sources = existsSync('src') ? readdirSync('src', { recursive: true }).map((name) => join('src', name)) : [];
const newest = Math.max(
  0,
  ...[...sources, 'nest-cli.json', 'tsconfig.build.json'].filter(existsSync).map((file) => statSync(file).mtimeMs),
);
if (!existsSync(built) || newest > statSync(built).mtimeMs)
  process.exitCode = spawnSync('npm', ['run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1;
