/** A worker thread cannot load TypeScript: code that runs from src (under Jest) starts the worker that was built into dist. */
export const workerUrl = (from: string, worker: string): URL => new URL(worker, from.replace(/\/src\/(?=.*\.ts$)/, '/dist/'));
