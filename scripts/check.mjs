// The checks that `npm test` makes before the specs, on two cores at once. The output of each step
// is shown in one piece when the step ends.
import { spawn } from 'node:child_process';
import process from 'node:process';

/** Lines run side by side; a step that needs another's result comes after it in its line. */
const lines = [['build', 'generated'], ['typecheck'], ['lint'], ['architecture']];

const failed = [];

/** Resolves with whether the step succeeded. */
function step(name) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', name], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
    child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.once('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`== ${name}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)\n`);
      process.stdout.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });
}

async function line(steps) {
  for (const name of steps)
    if (!(await step(name))) {
      failed.push(name);
      return;
    }
}

await Promise.all(lines.map(line));
if (failed.length > 0) {
  process.stdout.write(`== failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
