import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { Casebook } from '../casebook.js';
import type { Config } from '../config.js';
import { AdoptPolicyVersion } from '../modules/policy/adopt-policy-version.js';
import { AmendPolicy } from '../modules/policy/amend-policy.js';
import { type PolicyState, policies, policyId } from '../modules/policy/policy.js';
import { eventTypes } from '../parts.js';
import { withRequest } from '../platform/commands/context.js';
import type { Receipt } from '../platform/commands/slice.js';
import { fold } from '../platform/commands/stream.js';
import { Codec } from '../platform/events/codec.js';
import { streamName } from '../platform/events/envelope.js';
import { openLogReader } from '../platform/events/open-store.js';
import { LogInUse } from '../platform/events/sqlite/lock.js';
import { instanceOf } from '../platform/http/input.js';
import { newId, uuidOf } from '../platform/ids.js';
import { Failure } from './failure.js';

export type Kind = 'adoption' | 'amendment';
export type Body = Readonly<Record<string, unknown>>;
type Clauses = Extract<PolicyState, { status: 'adopted' }>['versions'][number]['clauses'];
export interface NamedVersion {
  readonly version: string;
  readonly clauses: Clauses;
}

/** How somebody shows who they are: a token, or a login with its password. */
export type Credentials = { readonly token: string } | { readonly login: string; readonly password: string };

/** Where the policy is kept: this machine's data, or a server's. */
export interface PolicyStore {
  /** Every version with its clauses. */
  versions(): Promise<readonly NamedVersion[]>;
  /** Adopts or amends, once: the same body again is the same command. */
  send(kind: Kind, body: Body, who: Credentials): Promise<Receipt>;
}

const commands: Readonly<Record<Kind, Type<object>>> = { adoption: AdoptPolicyVersion, amendment: AmendPolicy };

/** The command, checked as the server would check it. Throws Refusal request.invalid. */
export const commandOf = (kind: Kind, body: Body): object => instanceOf(commands[kind], body);

export class LocalPolicy implements PolicyStore {
  constructor(private readonly config: Config) {}

  async versions(): Promise<readonly NamedVersion[]> {
    const log = await openLogReader(this.config.events);
    try {
      const codec = new Codec(eventTypes);
      const state = fold(
        policies,
        (await log.read(streamName(policies.name, policyId))).map((record) => codec.decode(record)),
      );
      return state.status === 'absent' ? [] : state.versions;
    } finally {
      await log.close();
    }
  }

  async send(kind: Kind, body: Body, who: Credentials): Promise<Receipt> {
    const { data, events, views, accounts, masterKeyFile, timeZone } = this.config;
    if ('directory' in events && !existsSync(join(events.directory, 'events.db')))
      throw new Failure(`there is no event log in ${data}; \`npx casebook setup\` begins one, with the City Clerk who adopts the policy`);
    const casebook = await Casebook.open({ directory: data, events, rows: views, accounts, masterKeyFile, timeZone }).catch(
      (error: unknown) => {
        if (!(error instanceof LogInUse)) throw error;
        throw new Failure(`a running server holds ${data}: name it with --server, for example --server http://127.0.0.1:3000`);
      },
    );
    try {
      const issued = 'login' in who ? await casebook.accounts.signIn(who.login, who.password, '127.0.0.1') : undefined;
      try {
        const person = issued?.person ?? ('token' in who ? await casebook.accounts.authenticate(who.token) : undefined);
        const caller = person && (await casebook.callerOf(person));
        if (!caller) throw new Failure('the token is not one of somebody in service, or has expired');
        const commandId = uuidOf(casebook.master.hash('command-ids', JSON.stringify([caller.person, 'policy import', kind, body])));
        return await casebook.execute(withRequest(commandOf(kind, body), { caller, correlationId: newId(), commandId }));
      } finally {
        if (issued) await casebook.accounts.revoke(issued.id, issued.person);
      }
    } finally {
      await casebook.close();
    }
  }
}

/** How long a server may take to answer, in milliseconds. */
const patience = 30_000;

export class RemotePolicy implements PolicyStore {
  constructor(
    private readonly server: URL,
    private readonly reader: Credentials,
  ) {}

  async versions(): Promise<readonly NamedVersion[]> {
    return this.signedIn(this.reader, async (token) => {
      const { items } = (await this.ask('GET', '/api/policy/versions', token)) as { items: { version: string }[] };
      const all: NamedVersion[] = [];
      for (const { version } of items)
        all.push((await this.ask('GET', `/api/policy/versions/${encodeURIComponent(version)}`, token)) as NamedVersion);
      return all;
    });
  }

  async send(kind: Kind, body: Body, who: Credentials): Promise<Receipt> {
    const key = createHash('sha256')
      .update(JSON.stringify([kind, body]))
      .digest('base64url');
    const path = kind === 'adoption' ? '/api/policy/versions' : '/api/policy/amendments';
    return this.signedIn(who, async (token) => (await this.ask('POST', path, token, body, `policy-import-${key}`)) as Receipt);
  }

  private async signedIn<T>(who: Credentials, work: (token: string) => Promise<T>): Promise<T> {
    if ('token' in who) return work(who.token);
    const issued = (await this.ask('POST', '/api/sessions', undefined, who)) as { id: string; token: string };
    try {
      return await work(issued.token);
    } finally {
      await this.ask('DELETE', `/api/tokens/${issued.id}`, issued.token);
    }
  }

  private async ask(method: string, path: string, token?: string, body?: object, key?: string): Promise<unknown> {
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
        signal: AbortSignal.timeout(patience),
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = (error as { cause?: { code?: string; message?: string } }).cause;
      throw new Failure(`${this.server.origin} does not answer: ${cause?.code ?? cause?.message ?? (error as Error).message}`);
    }
    const text = await answer.text();
    if (answer.ok) return text === '' ? undefined : parsed(text, this.server);
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

/** One line out of a problem document. */
function problemIn(text: string, status: number, server: URL): string {
  const { code, detail, errors, clause, citation } = parsed(text, server) as Record<string, unknown>;
  if (typeof code !== 'string') return `${server.origin} answers ${status}, not as Casebook does`;
  const told = Array.isArray(errors) ? errors.map(({ message }: { message?: unknown }) => String(message)).join('; ') : String(detail);
  const about = [clause, citation].filter((named) => typeof named === 'string');
  return `${code}: ${told}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
}
