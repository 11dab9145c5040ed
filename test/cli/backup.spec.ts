import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import Sqlite from 'better-sqlite3';
import { openCasebook } from '../../src/app.js';
import { demonstrate } from '../../src/demo/demonstrate.js';
import { EnterPerson } from '../../src/modules/directory/enter-person.js';
import { systemCaller } from '../../src/platform/access/access.js';
import { withRequest } from '../../src/platform/access/request.js';
import { derivedId } from '../../src/platform/ground/ids.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const cli = join(process.cwd(), 'dist/bundle/cli.js');
const room = mkdtempSync(join(tmpdir(), 'casebook-backup-'));
const at = (...path: string[]) => join(room, ...path);
const data = at('data');
const evidence = 'f0000000-0000-4000-8000-000000000001';

function casebook(env: Record<string, string>, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [cli, ...args], { env, timeout: 240_000, killSignal: 'SIGKILL' }, (error, out, errors) => {
      if (child.signalCode) reject(new Error(`casebook ${args.join(' ')} did not end: ${errors}`, { cause: error }));
      else resolve({ code: child.exitCode ?? -1, out, errors });
    });
  });
}
const open = (directory: string) => openCasebook({ directory, masterKeyFile: at('data/master.key'), timeZone: 'America/Denver' });
async function* bytes(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}
/** A backup of its own that a test may spoil. */
function copied(name: string): string {
  cpSync(at('whole'), at(name), { recursive: true });
  return at(name);
}

let beside: Ended;
/** Commands that were acknowledged before the backup began. */
let before: number;

beforeAll(async () => {
  const served = await open(data);
  try {
    served.start();
    await demonstrate(served, data);
    // No event names it: what is tested is that the bytes come along.
    await (await served.files.receive(bytes('a picture of ', 'the post'), { id: evidence, record: 'case-1' })).keep(async () => 'kept');
    before = await served.store.head();
    const accounts = new Sqlite(at('data/accounts.db'));
    const follows = accounts.prepare('INSERT INTO log_followers (name, position, event_id, tenure) VALUES (?, ?, ?, 1)');
    follows.run('went_on', 1_000_000, 'an event after the copy of the log');
    follows.run('behind', 1, 'the first event');
    accounts.close();
    let over = false;
    const backup = casebook({ CASEBOOK_DATA: data }, 'backup', '--out', at('whole'), '--with-master-key').finally(() => {
      over = true;
    });
    for (let i = 0; !over; i += 1) {
      const person = { name: `Person ${i}`, title: 'Clerk', track: 'permanent', from: '2015-05-01' };
      const request = { caller: systemCaller, correlationId: derivedId('backup', String(i)) };
      await served.execute(withRequest(Object.assign(new EnterPerson(), person), request));
    }
    beside = await backup;
  } finally {
    await served.close();
  }
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe('backup', () => {
  it('copies log, keys and files while the server goes on', () => {
    expect(beside).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^backed up to .*whole: the log up to position \d+, \d+ files, \d+ KiB\n$/),
    });
    const { log, files } = JSON.parse(readFileSync(at('whole/backup.json'), 'utf8'));
    expect(log.head).toBeGreaterThanOrEqual(before);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(['accounts.db', 'events.db', `files/f0/${evidence}`, 'master.key']);
    const end = new Sqlite(at('data/events.db'), { readonly: true });
    expect(end.prepare('SELECT max(position) FROM events').pluck().get()).toBeGreaterThan(log.head);
    end.close();
  });

  it('sets a log follower that went on meanwhile back to the end of the copied log', () => {
    const { log } = JSON.parse(readFileSync(at('whole/backup.json'), 'utf8'));
    const copy = new Sqlite(at('whole/accounts.db'), { readonly: true });
    const checkpoints = copy.prepare('SELECT name, position, event_id AS event FROM log_followers ORDER BY name').all();
    copy.close();
    expect(checkpoints).toEqual([
      { name: 'behind', position: 1, event: 'the first event' },
      { name: 'went_on', position: log.head, event: log.lastEvent },
    ]);
  });

  it('leaves the master key out unless asked, and says so', async () => {
    const { code, out } = await casebook({ CASEBOOK_DATA: data }, 'backup', '--out', at('keyless'));
    expect(code).toBe(0);
    expect(out).toContain(`it cannot be read without the master key ${at('data/master.key')}`);
    expect(existsSync(at('keyless/master.key'))).toBe(false);
  });

  it('leaves servers to their own backups', async () => {
    const env = { CASEBOOK_DATA: data, CASEBOOK_EVENTS: 'esdb://127.0.0.1:1?tls=false', CASEBOOK_EVENTS_CREDENTIALS_FILE: at('none') };
    for (const args of [
      ['backup', '--out', at('elsewhere')],
      ['restore', at('whole')],
    ])
      expect(await casebook(env, ...args)).toMatchObject({
        code: 1,
        errors: expect.stringMatching(/^casebook: this is for what is kept in CASEBOOK_DATA; .*\n$/),
      });
  });

  it('replaces no backup, and leaves nothing behind where it cannot be made', async () => {
    expect(await casebook({ CASEBOOK_DATA: data }, 'backup', '--out', at('whole'))).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^casebook: .*whole is there already; .*\n$/),
    });
    const { code, errors } = await casebook({ CASEBOOK_DATA: at('nowhere') }, 'backup', '--out', at('of-nothing'));
    expect([code, errors]).toEqual([1, expect.stringMatching(/^casebook: there is no events\.db in .*\n$/)]);
    expect(readdirSync(room).filter((name) => name.startsWith('of-nothing'))).toEqual([]);
  });
});

describe('restore', () => {
  it('brings back what the backup holds, which replay verifies', async () => {
    const restored = at('restored');
    const env = { CASEBOOK_DATA: restored };
    const { code, out } = await casebook(env, 'restore', at('whole'));
    expect(out).toMatch(/^restored .*\n\d+ events read, \d+ sealed texts opened\n$/);
    expect(code).toBe(0);
    const { log } = JSON.parse(readFileSync(at('whole/backup.json'), 'utf8'));
    const served = await openCasebook({ directory: restored, masterKeyFile: join(restored, 'master.key'), timeZone: 'America/Denver' });
    try {
      expect(await served.store.head()).toBe(log.head);
      const file = await served.files.open({ id: evidence, record: 'case-1' });
      let content = '';
      for await (const chunk of file.content()) content += chunk;
      await file.close();
      expect(content).toBe('a picture of the post');
    } finally {
      await served.close();
    }
    expect(await casebook(env, 'replay', '--verify')).toMatchObject({ code: 0 });
  });

  it('says what is missing where the master key was not brought, and takes it afterwards', async () => {
    const env = { CASEBOOK_DATA: at('without'), CASEBOOK_MASTER_KEY_FILE: at('elsewhere.key') };
    const { code, out, errors } = await casebook(env, 'restore', at('keyless'));
    expect(code).toBe(1);
    expect(out).toMatch(/sealed texts not opened\n$/);
    expect(errors).toContain(`the data cannot be served yet: there is no master key at ${at('elsewhere.key')}`);
    cpSync(at('data/master.key'), at('elsewhere.key'));
    expect(await casebook(env, 'replay', '--verify')).toMatchObject({ errors: expect.not.stringContaining('master key') });
  });

  it('names the records whose keys are missing, and the rest works', async () => {
    const spoiled = copied('fewer-keys');
    const accounts = new Sqlite(join(spoiled, 'accounts.db'));
    const [lost] = accounts
      .prepare(
        "DELETE FROM record_keys WHERE key_id = (SELECT key_id FROM record_keys WHERE record LIKE 'report-%' LIMIT 1) RETURNING key_id",
      )
      .pluck()
      .all();
    accounts.close();
    const manifest = JSON.parse(readFileSync(join(spoiled, 'backup.json'), 'utf8'));
    rmSync(join(spoiled, 'backup.json'));
    const { createHash } = await import('node:crypto');
    const bytesOf = readFileSync(join(spoiled, 'accounts.db'));
    const files = manifest.files.map((file: { path: string }) =>
      file.path === 'accounts.db' ? { ...file, size: bytesOf.length, sha256: createHash('sha256').update(bytesOf).digest('hex') } : file,
    );
    writeFileSync(join(spoiled, 'backup.json'), JSON.stringify({ ...manifest, files }));
    const restored = at('fewer');
    const { code, out, errors } = await casebook({ CASEBOOK_DATA: restored }, 'restore', spoiled);
    expect(out).toMatch(new RegExp(`key ${String(lost)} of [a-z]+-[0-9a-f-]{36} is missing from accounts\\.db\n`));
    expect([code, errors]).toEqual([1, expect.stringMatching(/1 fault in what was restored; the rest of it works\n$/)]);
    const served = await openCasebook({ directory: restored, masterKeyFile: join(restored, 'master.key'), timeZone: 'America/Denver' });
    expect(await served.views.built(120_000)).toEqual([]);
    await served.close();
  });

  it('takes nothing that is not what was backed up, and then leaves nothing behind', async () => {
    const spoils: [string, (directory: string) => void, RegExp][] = [
      [
        'altered',
        (directory) => appendFileSync(join(directory, 'events.db'), 'x'),
        /events\.db is not what was backed up: its SHA-256 differs/,
      ],
      ['lacking', (directory) => rmSync(join(directory, `files/f0/${evidence}`)), /is missing from the backup/],
      ['unlisted', (directory) => rmSync(join(directory, 'backup.json')), /is no backup: backup\.json in it cannot be read \(ENOENT\)/],
      [
        'escaping',
        (directory) =>
          writeFileSync(join(directory, 'backup.json'), JSON.stringify({ format: 1, log: {}, files: [{ path: '../data/events.db' }] })),
        /names \.\.\/data\/events\.db, which is not in the backup/,
      ],
      ['newer', (directory) => writeFileSync(join(directory, 'backup.json'), '{"format":2}'), /its format is 2, not 1/],
    ];
    for (const [name, spoil, says] of spoils) {
      const spoiled = copied(name);
      spoil(spoiled);
      const { code, errors } = await casebook({ CASEBOOK_DATA: at(`from-${name}`) }, 'restore', spoiled);
      expect([name, code, errors]).toEqual([name, 1, expect.stringMatching(says)]);
      expect(readdirSync(room).filter((entry) => entry.startsWith(`from-${name}`))).toEqual([]);
    }
  });

  it('overwrites no data and no other master key', async () => {
    expect((await casebook({ CASEBOOK_DATA: data }, 'restore', at('whole'))).errors).toMatch(
      /is not empty; a backup is put back into an empty directory/,
    );
    writeFileSync(at('other.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
    const env = { CASEBOOK_DATA: at('fresh'), CASEBOOK_MASTER_KEY_FILE: at('other.key') };
    expect((await casebook(env, 'restore', at('whole'))).errors).toMatch(/other\.key is not the one in the backup/);
    expect(existsSync(at('fresh'))).toBe(false);
  });
});
