import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const script = join(import.meta.dirname, '../../deploy/setup.sh');
const out = mkdtempSync(join(tmpdir(), 'casebook-setup-'));
const setUp = () =>
  execFileSync('sh', [script, out, 'eventstore1', 'eventstore2'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const text = (file: string) => readFileSync(join(out, file), 'utf8');
const files = () =>
  readdirSync(out, { recursive: true })
    .map(String)
    .filter((file) => statSync(join(out, file)).isFile())
    .sort();
const all = () => Object.fromEntries(files().map((file) => [file, text(file)]));

beforeAll(() => {
  if (spawnSync('openssl', ['version']).status !== 0) throw new Error('these specs need openssl; install it and run them again');
  setUp();
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the first start', () => {
  it('gives every container its own part', () => {
    expect(files().filter((file) => !file.startsWith('authority'))).toEqual(
      [
        ...['ca.crt', 'master.key', 'events.credentials', 'views.credentials', 'accounts.credentials'].map((file) => `casebook/${file}`),
        ...['eventstore1', 'eventstore2'].flatMap((node) =>
          ['admin', 'ca/ca.crt', 'node.crt', 'node.key', 'ops'].map((file) => `${node}/${file}`),
        ),
        ...['accounts', 'node.crt', 'node.key', 'superuser', 'views'].map((file) => `postgres/${file}`),
        ...['admin.credentials', 'ca.crt'].map((file) => `prepare/${file}`),
      ].sort(),
    );
  });

  it('lets nobody else read what is secret', () => {
    for (const file of files().filter((file) => !file.endsWith('.crt')))
      expect([file, statSync(join(out, file)).mode & 0o077]).toEqual([file, 0]);
  });

  it('makes passwords that are long, differ, and reach both sides', () => {
    const password = (file: string) => text(file).trim().split(':').at(-1) ?? '';
    const secrets = [
      'casebook/events.credentials',
      'casebook/views.credentials',
      'casebook/accounts.credentials',
      'prepare/admin.credentials',
      'postgres/superuser',
      'eventstore1/ops',
    ];
    expect(new Set(secrets.map(password)).size).toBe(secrets.length);
    for (const file of secrets) expect(password(file)).toMatch(/^[A-Za-z0-9_-]{40}$/);
    expect(password('postgres/views')).toBe(password('casebook/views.credentials'));
    expect(password('postgres/accounts')).toBe(password('casebook/accounts.credentials'));
    expect(password('eventstore1/admin')).toBe(password('prepare/admin.credentials'));
    expect(password('eventstore2/admin')).toBe(password('prepare/admin.credentials'));
    expect(Buffer.from(text('casebook/master.key').trim(), 'base64').length).toBe(32);
  });

  it('names the nodes so that each takes the other for one of its cluster', () => {
    for (const node of ['eventstore1', 'eventstore2']) {
      const certificate = new X509Certificate(text(`${node}/node.crt`));
      expect(certificate.subject).toBe('CN=eventstoredb-node');
      expect(certificate.checkHost(node)).toBe(node);
      expect(certificate.checkIssued(new X509Certificate(text('authority/ca.crt')))).toBe(true);
      expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    }
  });

  it.each(['eventstore1', 'eventstore2', 'postgres'])('lets a client that trusts the authority speak to %s', async (name) => {
    const server = createServer({ key: text(`${name}/node.key`), cert: text(`${name}/node.crt`) }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const dial = (ca: string, servername: string) =>
      new Promise<string>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', ca, servername }, () => {
          resolve('spoken to');
          socket.destroy();
        });
        socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? String(error)));
      });
    expect(await dial(text('casebook/ca.crt'), name)).toBe('spoken to');
    expect(await dial(text('casebook/ca.crt'), 'elsewhere')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    server.close();
  });
});

describe('a later start', () => {
  it('changes nothing', () => {
    const before = all();
    expect(setUp()).toBe('');
    expect(all()).toEqual(before);
  });

  it('makes what is missing, and a certificate that is about to run out, and nothing else', () => {
    const before = all();
    rmSync(join(out, 'eventstore2/ops'));
    const args = ['-signkey', 'eventstore1/node.key', '-days', '3', '-in', 'eventstore1/node.crt', '-out', 'eventstore1/node.crt'];
    execFileSync('openssl', ['x509', ...args], { cwd: out, stdio: 'ignore' });
    expect(setUp()).toBe('made a certificate for eventstore1\nmade eventstore2/ops\n');
    const after = all();
    const changed = Object.keys(before).filter((file) => before[file] !== after[file]);
    expect(changed.sort()).toEqual(['authority/ca.srl', 'eventstore1/node.crt', 'eventstore1/node.key', 'eventstore2/ops']);
    expect(new X509Certificate(text('eventstore1/node.crt')).checkIssued(new X509Certificate(text('authority/ca.crt')))).toBe(true);
  });
});
