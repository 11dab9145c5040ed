import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { Config } from '../config.js';
import { eventTypes } from '../definitions.js';
import { AdoptPolicyVersion, AmendPolicy, type PolicyState, policies, policyId } from '../modules/policy/policy.public.js';
import { withRequest } from '../platform/access/request.js';
import type { Receipt } from '../platform/commands/command-handler.js';
import { Codec } from '../platform/events/codec.js';
import { streamName } from '../platform/events/envelope.js';
import { openLogReader } from '../platform/events/open-store.js';
import { fold } from '../platform/events/stream.js';
import { newId, uuidOf } from '../platform/ground/ids.js';
import { instanceOf } from '../platform/http/input.js';
import { actAs } from './act-as.js';
import type { SignInWith } from './credentials.js';
import { Failure } from './failure.js';
import { Remote } from './remote.js';

export type PolicyChangeKind = 'adoption' | 'amendment';
export type Body = Readonly<Record<string, unknown>>;
type Clauses = Extract<PolicyState, { status: 'adopted' }>['versions'][number]['clauses'];
export interface NamedVersion {
  readonly version: string;
  readonly clauses: Clauses;
}

/** Where the policy is kept: in this machine's data, or on a server. */
export interface PolicyStore {
  /** Every version with its clauses. */
  versions(): Promise<readonly NamedVersion[]>;
  /** Adopts or amends once: the same body sent again is the same command. */
  send(kind: PolicyChangeKind, body: Body, who: SignInWith): Promise<Recorded>;
}

/** What both a receipt and the server's answer to a command say. */
export type Recorded = Pick<Receipt, 'id' | 'stream' | 'behind'>;
const recorded = ({ id, stream, behind }: Recorded): Recorded => ({ id, stream, behind });

const commands: Readonly<Record<PolicyChangeKind, Type<object>>> = { adoption: AdoptPolicyVersion, amendment: AmendPolicy };

/** The command, validated as the server would validate it. Throws Refusal request.invalid. */
export const commandOf = (kind: PolicyChangeKind, body: Body): object => instanceOf(commands[kind], body);

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

  async send(kind: PolicyChangeKind, body: Body, who: SignInWith): Promise<Recorded> {
    const { data, events } = this.config;
    if ('directory' in events && !existsSync(join(events.directory, 'events.db')))
      throw new Failure(`there is no event log in ${data}; \`npx casebook setup\` begins one, with the City Clerk who adopts the policy`);
    return actAs(this.config, who, async (casebook, caller) => {
      const commandId = uuidOf(casebook.master.hash('command-ids', JSON.stringify([caller.person, 'policy import', kind, body])));
      return recorded(await casebook.execute(withRequest(commandOf(kind, body), { caller, correlationId: newId(), commandId })));
    });
  }
}

export class RemotePolicy implements PolicyStore {
  private readonly server: Remote;

  constructor(
    server: URL,
    private readonly reader: SignInWith,
  ) {
    this.server = new Remote(server);
  }

  async versions(): Promise<readonly NamedVersion[]> {
    return this.server.signedIn(this.reader, async (token) => {
      const { items } = (await this.server.ask('GET', '/api/policy/versions', token)) as { items: { version: string }[] };
      const all: NamedVersion[] = [];
      for (const { version } of items)
        all.push((await this.server.ask('GET', `/api/policy/versions/${encodeURIComponent(version)}`, token)) as NamedVersion);
      return all;
    });
  }

  async send(kind: PolicyChangeKind, body: Body, who: SignInWith): Promise<Recorded> {
    const key = createHash('sha256')
      .update(JSON.stringify([kind, body]))
      .digest('base64url');
    const path = kind === 'adoption' ? '/api/policy/versions' : '/api/policy/amendments';
    return this.server.signedIn(who, async (token) =>
      recorded((await this.server.ask('POST', path, token, body, `policy-import-${key}`)) as Recorded),
    );
  }
}
