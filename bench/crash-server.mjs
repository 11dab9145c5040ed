import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const loopback = /serves at (http:\/\/127\.0\.0\.1:\d+)/;

/**
 * The built server as a child process on a data directory. Only processes that `start` spawned are
 * ever signalled.
 */
export class Server {
  /** Warnings and errors that the server logged: their number, by text. */
  complaints = new Map();
  /** Unexpected ends of the server. */
  ended = [];

  /** `environment` says where the log is, unless it is in the directory. */
  constructor(directory, environment = {}) {
    this.directory = directory;
    this.environment = environment;
  }

  /**
   * Starts the server and returns the milliseconds until it served. If it does not serve within
   * `seconds`, throws its output.
   */
  async start(seconds) {
    const started = performance.now();
    const { PATH } = process.env;
    const env = { ...this.environment, PATH, CASEBOOK_DATA: this.directory, HOST: '127.0.0.1', PORT: '0', CASEBOOK_LOG_LEVEL: 'warn' };
    const child = spawn(process.execPath, ['--enable-source-maps', main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.exited = once(child, 'exit');
    this.killed = false;
    let said = '';
    this.address = await new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`the server ${why}; it said:\n${said.slice(-4000)}`));
      const late = setTimeout(() => fail(`did not serve within ${seconds} s`), seconds * 1000);
      const listen = (stream) => {
        let rest = '';
        stream.setEncoding('utf8').on('data', (chunk) => {
          rest = this.#note(rest, chunk);
          said = (said + chunk).slice(-20_000);
          const [, address] = loopback.exec(said) ?? [];
          if (!address) return;
          clearTimeout(late);
          resolve(address);
        });
      };
      listen(child.stdout);
      listen(child.stderr);
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        if (!this.killed) this.ended.push(`the server ended by itself with ${signal ?? code}: ${said.slice(-500)}`);
        fail(`ended with ${signal ?? code}`);
      });
    });
    this.agent = new Agent({ keepAlive: true, maxSockets: 256 });
    return performance.now() - started;
  }

  get running() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * Resolves once the server is gone. The text is empty: one server needs no name for what was
   * killed.
   */
  async kill() {
    if (!this.child) return '';
    this.killed = true;
    this.child.kill('SIGKILL');
    await this.exited;
    this.agent?.destroy();
    return '';
  }

  async end() {
    await this.kill();
  }

  /** The server's largest memory so far, in MiB; 0 where the system does not say. */
  get peakMemory() {
    try {
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1]) / 1024) || 0;
    } catch {
      return 0;
    }
  }

  /** Returns `{ status, body }`, or undefined where no complete answer came. */
  send(method, path, { token, key, body } = {}) {
    const payload = body && JSON.stringify(body);
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(key && { 'idempotency-key': key }),
      ...(payload && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    };
    return new Promise((resolve) => {
      const sent = request(`${this.address}${path}`, { method, headers, agent: this.agent, timeout: 20_000 }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', () => resolve(undefined));
        answer.on('close', () => {
          if (!answer.complete) return resolve(undefined);
          try {
            resolve({ status: answer.statusCode, body: JSON.parse(Buffer.concat(chunks).toString() || 'null') });
          } catch {
            resolve({ status: answer.statusCode, body: null });
          }
        });
      });
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => resolve(undefined));
      sent.end(payload);
    });
  }

  /** The body of a GET, whose status must be 200. */
  async get(path, token) {
    const answer = await this.send('GET', path, { token });
    if (answer?.status !== 200) throw new Error(`GET ${path} answered ${answer ? JSON.stringify(answer).slice(0, 500) : 'nothing'}`);
    return answer.body;
  }

  /** Takes only whole lines: a killed server leaves its last line incomplete. */
  #note(rest, chunk) {
    const lines = (rest + chunk).split('\n');
    const left = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{')) {
        const { level, msg, process: name, reason, error, code, at } = JSON.parse(line);
        this.#complain([level, msg, name, reason, error, code, at?.[0]].filter(Boolean).join(' · '));
      } else if (/^\s*(\w*Error|Warning|\(node:|Unhandled)/.test(line)) this.#complain(line.slice(0, 300));
    }
    return left;
  }

  #complain(text) {
    this.complaints.set(text, (this.complaints.get(text) ?? 0) + 1);
  }
}
