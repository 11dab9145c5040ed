import type { SignInWith } from './credentials.js';
import { Failure } from './failure.js';

/** Milliseconds that a server may take to answer. */
const answerTimeoutMs = 30_000;

/** A running server. */
export class Remote {
  constructor(private readonly server: URL) {}

  /** Runs `work` with a token. A token that was issued for it ends with it. */
  async signedIn<T>(who: SignInWith, work: (token: string) => Promise<T>): Promise<T> {
    if ('token' in who) return work(who.token);
    const issued = (await this.ask('POST', '/api/sessions', undefined, who)) as { id: string; token: string };
    try {
      return await work(issued.token);
    } finally {
      await this.ask('DELETE', `/api/tokens/${issued.id}`, issued.token);
    }
  }

  /** The server's answer as JSON. Throws Failure with the server's refusal. */
  async ask(method: string, path: string, token?: string, body?: object, key?: string): Promise<unknown> {
    const { text } = await this.answer(method, path, token, body, key);
    return text === '' ? undefined : parsed(text, this.server);
  }

  /** The same answer as text, with the moment that it shows: a token, empty where there is none. */
  async answer(method: string, path: string, token?: string, body?: object, key?: string): Promise<{ text: string; moment: string }> {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    };
    let answer: Response;
    try {
      answer = await fetch(new URL(path, this.server), {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(answerTimeoutMs),
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = (error as { cause?: { code?: string; message?: string } }).cause;
      throw new Failure(`${this.server.origin} does not answer: ${cause?.code ?? cause?.message ?? (error as Error).message}`);
    }
    const text = await answer.text();
    if (answer.ok) return { text, moment: answer.headers.get('casebook-moment') ?? '' };
    throw new Failure(problemIn(text, answer.status, this.server));
  }
}

function parsed(text: string, server: URL): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`${server.origin} does not answer as Casebook does`);
  }
}

/** One line made from a problem document. */
function problemIn(text: string, status: number, server: URL): string {
  const { code, detail, errors, clause, citation } = parsed(text, server) as Record<string, unknown>;
  if (typeof code !== 'string') return `${server.origin} answers ${status}, not as Casebook does`;
  const told = Array.isArray(errors) ? errors.map(({ message }: { message?: unknown }) => String(message)).join('; ') : String(detail);
  const about = [clause, citation].filter((named) => typeof named === 'string');
  return `${code}: ${told}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
}
