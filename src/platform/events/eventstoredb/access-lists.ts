import { isDeepStrictEqual } from 'node:util';
import { LoginConflictError, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import { newId } from '../../ground/ids.js';
import type { EsdbAddress } from '../store-address.js';
import { bytes, type ProposedEvent } from './append-call.js';
import { type Credentials, EsdbConnection, type EsdbTimes, esdbCredentials } from './esdb-connection.js';
import { isDenied } from './esdb-errors.js';

/** What was set now, and what was there already. */
export interface Prepared {
  readonly user: 'made' | 'there';
  readonly streams: 'set' | 'stood';
  readonly log: 'set' | 'stood';
}

/** The server cannot be prepared as it is; the message says why and what to do. */
export class NotPrepared extends Error {}

/**
 * A revision that no stream ever reaches. An append at it shows whether appending is allowed, and
 * writes nothing.
 */
const nowhere = 1_000_000_000n;

/**
 * Sets the rights of Casebook's user on a server that belongs to Casebook: append to streams, read
 * them, read the whole log; never delete, never cut. Then tests the rights as that user without
 * writing anything. `admin` may manage users and lists. Rejects with NotPrepared.
 */
export async function prepare(
  address: EsdbAddress,
  { admin, force = false }: { readonly admin: Credentials; readonly force?: boolean },
  times?: Partial<EsdbTimes>,
): Promise<Prepared> {
  if (address.credentialsFile === undefined)
    throw new NotPrepared('a server without TLS knows no users, so that there is nothing to prepare');
  const user = esdbCredentials(address.credentialsFile);
  if (user.username === admin.username)
    throw new NotPrepared('Casebook needs a user of its own: its credentials are those of the administrator');
  const connection = await EsdbConnection.open(address, times, admin);
  let done: Prepared;
  try {
    done = {
      user: await made(connection, user),
      streams: await streamLists(connection, user.username, force),
      log: await logList(connection, user.username),
    };
  } finally {
    await connection.close();
  }
  await prove(await EsdbConnection.open(address, times));
  return done;
}

async function made(connection: EsdbConnection, { username, password }: Credentials): Promise<Prepared['user']> {
  // If the user exists, the proof below shows whether their password is the one in the file.
  if (await connection.hasUser(username)) return 'there';
  try {
    await connection.createUser(username, password, 'Casebook');
    return 'made';
  } catch (error) {
    // another caller created the user meanwhile
    if (error instanceof LoginConflictError) return 'there';
    throw error;
  }
}

/** Sets the lists of all streams that have none of their own. */
async function streamLists(connection: EsdbConnection, user: string, force: boolean): Promise<Prepared['streams']> {
  const lists = {
    $r: [user, '$admins'],
    $w: [user, '$admins'],
    $d: '$admins',
    $mr: [user, '$admins'],
    $mw: '$admins',
  };
  const before = await lastData(connection, '$settings');
  if (isDeepStrictEqual(before.data.$userStreamAcl, lists)) return 'stood';
  if (before.data.$userStreamAcl !== undefined && !force)
    throw new NotPrepared(
      `the server has other access lists for its streams already (${JSON.stringify(before.data.$userStreamAcl)}): Casebook needs a server of its own; --force replaces them`,
    );
  await write(connection, '$settings', before.revision, 'update-default-acl', { ...before.data, $userStreamAcl: lists });
  return 'set';
}

/** Without a list of its own, only administrators may read the whole log. */
async function logList(connection: EsdbConnection, user: string): Promise<Prepared['log']> {
  const before = await lastData(connection, '$$$all');
  const acl = (before.data.$acl ?? {}) as { readonly $r?: string | readonly string[] };
  const readers = typeof acl.$r === 'string' ? [acl.$r] : (acl.$r ?? ['$admins']);
  if (readers.includes(user)) return 'stood';
  await write(connection, '$$$all', before.revision, '$metadata', { ...before.data, $acl: { ...acl, $r: [...readers, user] } });
  return 'set';
}

async function lastData(
  connection: EsdbConnection,
  stream: string,
): Promise<{ data: Record<string, unknown>; revision: bigint | 'no_stream' }> {
  try {
    const last = await connection.lastOf(stream);
    const data = last?.event?.data;
    const usable = typeof data === 'object' && data !== null && !(data instanceof Uint8Array);
    return { data: usable ? (data as Record<string, unknown>) : {}, revision: last?.event?.revision ?? 'no_stream' };
  } catch (error) {
    if (error instanceof StreamNotFoundError) return { data: {}, revision: 'no_stream' };
    throw error;
  }
}

const proposal = (type: string, data: Record<string, unknown>): ProposedEvent => ({ id: newId(), type, data: bytes(JSON.stringify(data)) });

async function write(
  connection: EsdbConnection,
  stream: string,
  expected: bigint | 'no_stream',
  type: string,
  data: Record<string, unknown>,
) {
  try {
    await connection.append(stream, expected, [proposal(type, data)]);
  } catch (error) {
    if (error instanceof WrongExpectedVersionError)
      throw new NotPrepared(`somebody else changes ${stream} just now; try again`, { cause: error });
    throw error;
  }
}

/**
 * Tests as Casebook's own user: needed acts are allowed, forbidden acts are denied. Nothing is
 * written.
 */
async function prove(connection: EsdbConnection): Promise<void> {
  const stream = `${connection.prefix}prepare-nothing`;
  const allowed = async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work;
    } catch (error) {
      if (isDenied(error)) return false;
      if (!(error instanceof WrongExpectedVersionError || error instanceof StreamNotFoundError)) throw error;
    }
    return true;
  };
  const tryAppend = (to: string, type: string) => allowed(connection.append(to, nowhere, [proposal(type, {})]));
  try {
    // Opening the connection has shown that the whole log may be read.
    if (!(await tryAppend(stream, 'Nothing'))) throw new NotPrepared(`Casebook's user may not append to its streams`);
    if (!(await allowed(connection.lastOf(`$$${stream}`))))
      throw new NotPrepared(`Casebook's user may not read the metadata of its streams`);
    if (await tryAppend(`$$${stream}`, '$metadata'))
      throw new NotPrepared(`Casebook's user may cut streams: take it out of $admins and $ops, or make it another one`);
    if (await allowed(connection.deleteAt(stream, nowhere)))
      throw new NotPrepared(`Casebook's user may delete streams: take it out of $admins and $ops, or make it another one`);
  } finally {
    await connection.close();
  }
}
