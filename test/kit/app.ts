import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.js';
import type { Casebook } from '../../src/casebook.js';
import { readConfig } from '../../src/config.js';
import type { Route } from '../../src/platform/http/routes.js';
import { Log } from '../../src/platform/logging/log.js';
import { Moments } from '../../src/platform/sealing/moments.js';
import { type CastMember, members, type People, setUpCity } from './city.js';
import { SetClock } from './clock.js';
import { compareAnswers } from './documented.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The answer's body as received. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds
  readonly body: any;
}

export const minute = 60_000;
export const day = 24 * 60 * minute;

/** Sends requests to the server as one person, or without a login. */
export class Client {
  constructor(
    private readonly address: () => string,
    private readonly token: string | undefined,
  ) {}

  get authorization(): string {
    return `Bearer ${this.token}`;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  /** Sends `body` as JSON, but sends a text or bytes unchanged. */
  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    return this.send('POST', path, raw ? (body as string) : JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  /** Sends a GET that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds
  async sees(path: string): Promise<any> {
    const { status, body } = await this.get(path);
    expect({ path, status, body }).toMatchObject({ path, status: 200 });
    return body;
  }

  /**
   * Sends a command that must succeed, and waits until every list has caught up. Resolves with the
   * id of its stream.
   */
  async does(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<string> {
    const answer = await this.post(path, body, headers);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ path, body: { behind: [] } });
    expect([200, 201]).toContain(answer.status);
    return answer.body.id;
  }

  async send(method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.address()}${path}`, {
      method,
      headers: { ...(this.token && { authorization: this.authorization }), ...headers },
      ...(body !== undefined && { body: body as string }),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: json && text ? JSON.parse(text) : undefined };
  }
}

/** A small city served over HTTP from a directory of its own, with a clock that the spec sets. */
export class CityApp {
  readonly clock = new SetClock();
  readonly #directory = mkdtempSync(join(tmpdir(), 'casebook-city-'));
  readonly #tokens = new Map<CastMember, string>();
  readonly #logged: string[] = [];
  /** Differences between the answers and the API document. */
  readonly unlikeDocument = new Set<string>();
  #app: App | undefined;
  #people: People = new Map();

  /** `environment` sets where the log is; by default it is in the city's directory. */
  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  /** Sets up the city and serves it. */
  async open(): Promise<void> {
    await this.#serve();
    this.#people = await setUpCity(this.casebook);
    const { accounts } = this.casebook;
    const signUp = async (who: CastMember) => {
      const person = this.person(who);
      await accounts.create(person, who, randomBytes(12).toString('base64url'));
      this.#tokens.set(who, (await accounts.issueToken(person, 'spec', 365)).token);
    };
    await Promise.all(members.map(signUp));
  }

  get casebook(): Casebook {
    return this.#running.casebook;
  }
  get routes(): readonly Route[] {
    return this.#running.routes;
  }
  get app(): App {
    return this.#running;
  }
  get directory(): string {
    return this.#directory;
  }

  /** All log lines of the server. */
  logged(): string {
    return this.#logged.join('');
  }

  person(who: CastMember): string {
    return this.#people.get(who) ?? '';
  }

  as(who: CastMember): Client {
    return new Client(() => this.address, this.#tokens.get(who));
  }

  /** A client with this token, or without one. */
  bearing(token?: string): Client {
    return new Client(() => this.address, token);
  }

  /** Moves the clock forward, and waits until all work that falls due is done and shown. */
  async pass(milliseconds: number): Promise<void> {
    this.clock.pass(milliseconds);
    await this.settle();
  }

  /** Waits until due work and the work that follows from it is done, and every list shows it. */
  async settle(): Promise<void> {
    const { store, views, work } = this.casebook;
    for (let head = -1; head !== (await store.head()); ) {
      head = await store.head();
      expect(await views.reached(head)).toEqual([]);
      await work.tick();
    }
  }

  head(): Promise<number> {
    return this.casebook.store.head();
  }

  /** The token that an answer at this position would have given the person, for `asOf`. */
  async moment(who: CastMember, position: number): Promise<string> {
    const event = await this.casebook.store.at(position);
    if (!event) throw new Error(`nothing stands at or before position ${position}`);
    return this.casebook.get(Moments).tokenOf({ position, time: event.recordedAt }, this.person(who));
  }

  /** Stops the server and serves the same directory again. `between` may change the directory. */
  async restart(between: () => void = () => {}): Promise<void> {
    await this.#running.close();
    this.#app = undefined;
    between();
    await this.#serve();
  }

  async close(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    await app?.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #running(): App {
    if (!this.#app) throw new Error('the city is not open');
    return this.#app;
  }

  get address(): string {
    const bound = this.#running.nest.getHttpServer().address() as { port: number };
    return `http://127.0.0.1:${bound.port}`;
  }

  async #serve(): Promise<void> {
    const config = readConfig({ ...this.environment, CASEBOOK_DATA: this.#directory, NODE_ENV: 'test', PORT: '0' });
    const log = new Log('trace', { write: (line: string) => this.#logged.push(line) });
    this.#app = await createApp(config, { clock: this.clock, log });
    compareAnswers(this.#app.nest, (says) => this.unlikeDocument.add(says));
    expect(await this.casebook.views.built(120_000)).toEqual([]);
    await this.#app.nest.listen(config.port, config.host);
  }
}

/**
 * A city for the specs of a file or a `describe`. It is closed after them, passed or failed. Every
 * answer that it gave must agree with docs/generated/openapi.json: after a change of an answer, run
 * `npm run generate`.
 */
export function useCity(): CityApp {
  const city = new CityApp();
  beforeAll(() => city.open());
  afterAll(async () => {
    await city.close();
    expect([...city.unlikeDocument]).toEqual([]);
  });
  return city;
}
