import { STATUS_CODES } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Day } from '../../platform/ground/clock.js';
import { newId } from '../../platform/ground/ids.js';
import { type Expected, mismatch } from './mismatch.js';
import type { Narrator } from './narrator.js';
import { shownLinesOf } from './shorten.js';

/** An answer differs from the story. */
export class TourStopped extends Error {}

/** A person of the tour, signed in. */
export interface Player {
  readonly id: string;
  /** Name with office. */
  readonly named: string;
  readonly token: string;
}

/** A caller without a login. */
export const withoutLogin: Player = { id: '', named: 'somebody without a login', token: '' };

export interface CommandAnswer {
  readonly id: string;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is judged by what is expected of it.
  readonly body: any;
}

interface Showing {
  /** Expected content of the answer. */
  readonly expect?: Expected;
  /** The paths to print of the answer; for a list, paths in its items. */
  readonly show?: readonly string[];
  /** The part of the answer to print. */
  readonly part?: (body: Answer['body']) => object;
}

interface Upload {
  readonly name: string;
  readonly content: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Milliseconds that a view, or work that follows by itself, may take to catch up with a step. */
const settleTimeoutMs = 15_000;

/**
 * Plays a story over HTTP step by step: tells each step, does it, shows the answer and checks it.
 * Throws TourStopped at the first wrong answer.
 */
export class Tour {
  #steps = 0;

  constructor(
    private readonly address: string,
    private readonly players: ReadonlyMap<string, Player>,
    /** Today's date in the city. */
    readonly today: Day,
    private readonly narrator: Narrator,
  ) {}

  /** Number of steps taken. */
  get steps(): number {
    return this.#steps;
  }

  chapter(title: string, about: string): void {
    this.narrator.chapter(title, about);
  }

  /** The player with this login. */
  player(login: string): Player {
    const found = this.players.get(login);
    if (!found) throw new TourStopped(`the demonstration has nobody who signs in as ${login}`);
    return found;
  }

  /** The time, for `asOf`: after the last step, and before the next one. */
  async moment(): Promise<string> {
    const time = new Date().toISOString();
    // Times have milliseconds, and the moment of a time includes all that was recorded in its last.
    await wait(2);
    return time;
  }

  /** A person gives a command. */
  async does(who: string | Player, told: string, path: string, body: object = {}, { expect, show }: Showing = {}): Promise<CommandAnswer> {
    const answer = await this.step(who, told, 'POST', path, body, show ?? ['id'], [200, 201, 204]);
    this.mustSay(answer, expect);
    return answer.body;
  }

  /**
   * A person asks. The effects of a step may take a moment: the question is repeated until the
   * answer is as expected.
   */
  async sees(who: string | Player, told: string, path: string, { expect, show, part }: Showing = {}): Promise<Answer['body']> {
    const until = Date.now() + settleTimeoutMs;
    let answer = await this.send(who, 'GET', path);
    for (; Date.now() < until; answer = await this.send(who, 'GET', path)) {
      if (answer.status === 200 && mismatch(answer.body, expect ?? {}) === undefined) break;
      await wait(100);
    }
    const shown = part && answer.status === 200 ? { ...answer, body: part(answer.body) } : answer;
    await this.tell(who, told, 'GET', path, undefined, shown, show, [200]);
    this.mustSay(answer, expect);
    return answer.body;
  }

  /** A person is refused, with this status and code. */
  async refused(
    who: string | Player,
    told: string,
    request: `${'GET' | 'POST'} ${string}`,
    refusal: { readonly status: number; readonly code: string; readonly body?: object },
  ): Promise<void> {
    const [method = '', path = ''] = request.split(' ');
    const { status, code, body } = refusal;
    const answer = await this.step(who, told, method, path, body, ['title', 'code', 'detail', 'citation', 'errors'], [status]);
    this.mustSay(answer, { code });
  }

  /** A caller without a login sends a body and gets an answer. */
  async sends(told: string, path: string, body: object, { expect, show }: Showing = {}): Promise<Answer['body']> {
    const answer = await this.step(withoutLogin, told, 'POST', path, body, show, [200, 201, 204]);
    this.mustSay(answer, expect);
    return answer.body;
  }

  /** A person uploads a file in a form. */
  async uploads(who: string | Player, told: string, path: string, { name, content, fields }: Upload): Promise<CommandAnswer> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', new Blob([content], { type: 'text/plain' }), name);
    const answer = await this.send(who, 'POST', path, form);
    const shown = { ...fields, file: `${name}, ${Buffer.byteLength(content)} bytes` };
    await this.tell(who, told, 'POST', path, shown, answer, ['id'], [201], ' (multipart/form-data)');
    return answer.body;
  }

  /** A person gives another person an account. The password is not shown. */
  async account(who: string, told: string, person: string, login: string, password: string): Promise<void> {
    const answer = await this.send(who, 'POST', '/api/accounts', { person, login, password });
    await this.tell(who, told, 'POST', '/api/accounts', { person, login, password: '…' }, answer, undefined, [200, 201, 204]);
  }

  /**
   * Signs in a person to whom the tour has given an account, and returns them as a player. The
   * password is not shown.
   */
  async signsIn(told: string, named: string, id: string, login: string, password: string): Promise<Player> {
    const answer = await this.send(withoutLogin, 'POST', '/api/sessions', { login, password });
    const shown = { ...answer, body: { ...answer.body, token: '…' } };
    await this.tell(
      { ...withoutLogin, named },
      told,
      'POST',
      '/api/sessions',
      { login, password: '…' },
      shown,
      ['token', 'expiresAt'],
      [200, 201],
    );
    return { id, named, token: answer.body.token };
  }

  /** Runs something that is not a request: shows its output, and requires that it succeeds. */
  async runs(told: string, command: string, run: () => Promise<{ readonly code: number; readonly output: string }>): Promise<void> {
    this.begin(told);
    this.narrator.asked('the operator of this machine', `$ ${command}`, []);
    const { code, output } = await run();
    this.narrator.answered(`exit ${code}`, code === 0, output.trimEnd().split('\n'));
    if (code !== 0) throw new TourStopped(`\`${command}\` ended with ${code}: ${output.trim()}`);
    await this.narrator.turn();
  }

  /** Asks without telling it, for facts that a story needs. */
  async knows(who: string | Player, path: string, expect: Expected = {}): Promise<Answer['body']> {
    const until = Date.now() + settleTimeoutMs;
    for (;;) {
      const { status, body } = await this.send(who, 'GET', path);
      const wrong = status === 200 ? mismatch(body, expect) : `the answer is ${status}`;
      if (wrong === undefined) return body;
      if (Date.now() > until) throw new TourStopped(`GET ${path}: ${wrong}`);
      await wait(100);
    }
  }

  private async step(
    who: string | Player,
    told: string,
    method: string,
    path: string,
    body: object | undefined,
    show: readonly string[] | undefined,
    good: readonly number[],
  ): Promise<Answer> {
    const answer = await this.send(who, method, path, body);
    await this.tell(who, told, method, path, body, answer, show, good);
    return answer;
  }

  private begin(told: string): void {
    this.#steps += 1;
    this.narrator.happens(told);
  }

  private async tell(
    who: string | Player,
    told: string,
    method: string,
    path: string,
    body: object | undefined,
    { status, body: answered }: Answer,
    show: readonly string[] | undefined,
    good: readonly number[],
    form = '',
  ): Promise<void> {
    const { named } = typeof who === 'string' ? this.player(who) : who;
    this.begin(told);
    this.narrator.asked(named, `${method} ${path}${form}`, body && Object.keys(body).length > 0 ? shownLinesOf(body) : []);
    const asExpected = good.includes(status);
    // An unexpected answer is shown whole.
    this.narrator.answered(
      `${status} ${STATUS_CODES[status] ?? ''}`,
      asExpected && status < 400,
      shownLinesOf(answered, asExpected ? show : undefined),
    );
    if (!asExpected)
      throw new TourStopped(
        `${method} ${path} as ${named} answered ${status} instead of ${good.join(' or ')}: ${JSON.stringify(answered)?.slice(0, 300)}`,
      );
    await this.narrator.turn();
  }

  private mustSay({ body }: Answer, expect: Expected): void {
    const wrong = expect === undefined ? undefined : mismatch(body, expect);
    if (wrong) throw new TourStopped(`the answer is not what the story says: ${wrong}`);
  }

  private async send(who: string | Player, method: string, path: string, body?: object): Promise<Answer> {
    const { token } = typeof who === 'string' ? this.player(who) : who;
    const form = body instanceof FormData;
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
        ...(method === 'POST' && token && { 'idempotency-key': newId() }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: json && text ? JSON.parse(text) : text || undefined };
  }
}
