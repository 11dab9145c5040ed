/**
 * The address of a worker's file, named relative to the module that starts it. A worker thread cannot load TypeScript: code that runs from
 * src (under Jest) starts what was built into dist. In the bundled server all workers lie beside the code that starts them.
 */
export const workerUrl = (from: string, worker: string): URL =>
  from.includes('/dist/bundle/')
    ? new URL(worker.slice(worker.lastIndexOf('/') + 1), from)
    : new URL(worker, from.replace(/\/src\/(?=.*\.ts$)/, '/dist/'));
