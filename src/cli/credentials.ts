import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { tokenOfProcess } from '../config.js';
import { Failure, UsageError } from './failure.js';

/** How a person proves who they are: a token, or a login with its password. */
export type SignInWith = { readonly token: string } | { readonly login: string; readonly password: string };

/** Options of a command that acts for a person. */
export interface SignInOptions {
  readonly server?: string;
  readonly tokenFile?: string;
  readonly login?: string;
  readonly passwordFile?: string;
}

/**
 * The address given with --server. Throws UsageError where a token would cross the network
 * unencrypted.
 */
export function serverOf(text: string): URL {
  const server = URL.canParse(text) ? new URL(text) : undefined;
  const here = server && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(server.hostname);
  if (!server || !(server.protocol === 'https:' || (server.protocol === 'http:' && here)))
    throw new UsageError('--server takes the address of a server: https://…, or http:// on this machine, since a token goes with it');
  return server;
}

/** The credentials that were given; undefined where none were. */
export async function credentialsOf({ tokenFile, login, passwordFile }: SignInOptions): Promise<SignInWith | undefined> {
  if (login !== undefined) return { login, password: passwordFile === undefined ? await askedPassword(login) : secretIn(passwordFile) };
  const token = tokenFile === undefined ? tokenOfProcess() : secretIn(tokenFile);
  return token === undefined ? undefined : { token };
}

function secretIn(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret === '') throw new Failure(`${file} is empty`);
    return secret;
  } catch (error) {
    throw fileTrouble(file, error);
  }
}

async function askedPassword(login: string): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('--login asks for the password in a terminal; elsewhere it takes --password-file');
  process.stderr.write(`Password of ${login}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** A file's error in words for people; any other error unchanged. */
export function fileTrouble(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Failure(`there is no file ${file}`);
  if (code === 'EISDIR') return new Failure(`${file} is a directory`);
  if (code === 'EACCES') return new Failure(`${file} may not be read`);
  return error;
}
