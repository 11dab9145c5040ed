// Hooks of Node's own loader: it loads TypeScript, and gives each file the functions of the spec that runs.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiled } from './compiled.cjs';

const globals = new URL('./globals.mjs', import.meta.url);

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: `${globals}?for=${encodeURIComponent(context.parentURL)}`, shortCircuit: true };
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
}
