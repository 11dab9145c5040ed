/**
 * The URL of a worker's file, named relative to the module that starts it. In the bundle, all
 * workers lie beside the code that starts them. A worker thread cannot load TypeScript, so code
 * that runs from src (under Jest) starts the bundled worker.
 */
export function workerUrl(from: string, worker: string): URL {
  const name = worker.slice(worker.lastIndexOf('/') + 1);
  if (from.includes('/dist/bundle/')) return new URL(name, from);
  const source = from.endsWith('.ts') ? from.lastIndexOf('/src/') : -1;
  return source < 0 ? new URL(worker, from) : new URL(`${from.slice(0, source)}/dist/bundle/${name}`);
}
