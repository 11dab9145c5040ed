import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { openCasebook } from '../../src/app.js';
import { demonstrate } from '../../src/demo/demonstrate.js';
import { RecordLookUp } from '../../src/modules/histories/record-history-lookup.js';
import { withRequest } from '../../src/platform/access/request.js';
import { type StoredRecord, streamParts } from '../../src/platform/events/envelope.js';
import { newId } from '../../src/platform/ground/ids.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const purpose = ['--purpose', 'The hearing'];
const cli = join(process.cwd(), 'dist/bundle/cli.js');
let seed: string;
let records: readonly StoredRecord[];
let caseId: string;
let subject: string;
let token: string;

function casebook(directory: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { CASEBOOK_DATA: directory, ...(args.includes('--token-file') ? {} : { CASEBOOK_TOKEN: token }) };
    const child = execFile(process.execPath, [cli, ...args], { env, timeout: 240_000, killSignal: 'SIGKILL' }, (error, out, errors) => {
      if (child.signalCode) reject(new Error(`casebook ${args.join(' ')} did not end: ${errors}`, { cause: error }));
      else resolve({ code: child.exitCode ?? -1, out, errors });
    });
  });
}

const open = (directory: string) => openCasebook({ directory, masterKeyFile: join(directory, 'master.key'), timeZone: 'America/Denver' });
const contentsOf = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
const exported = async (directory: string, out: string, ...args: string[]) => {
  const ended = await casebook(directory, 'case', 'export', caseId, '--out', join(seed, out), ...purpose, ...args);
  expect([ended.errors, ended.code]).toEqual(['', 0]);
  return contentsOf(join(seed, out));
};

beforeAll(async () => {
  seed = mkdtempSync(join(tmpdir(), 'casebook-case-'));
  const casebookOpen = await open(seed);
  try {
    casebookOpen.start();
    await demonstrate(casebookOpen, seed);
    records = await casebookOpen.store.readAll(0, 10_000);
    const counsel = records.find(({ type, data }) => type === 'OfficeAssigned' && (data as { office: string }).office === 'City Attorney')!;
    ({ token } = await casebookOpen.accounts.issueToken(streamParts(counsel.stream).id, 'spec', 1));
  } finally {
    await casebookOpen.close();
  }
  const imposed = records.find(({ type }) => type === 'DisciplineImposed')!;
  caseId = (imposed.data as { caseId: string }).caseId;
  const told = records.find(({ type, stream }) => type === 'ProceedingOpened' && stream === imposed.stream)!;
  subject = (told.data as { subject: string }).subject;
});
afterAll(() => rmSync(seed, { recursive: true, force: true }));

describe('case export', () => {
  it('writes page, JSON and a manifest with their hashes, the moment and the last event', async () => {
    const files = await exported(seed, 'whole', '--audience', 'decider');
    expect(Object.keys(files).sort()).toEqual(['case-file.html', 'case-file.json', 'manifest.json']);
    const manifest = JSON.parse(files['manifest.json']!);
    const { timeline } = JSON.parse(files['case-file.json']!).parts;
    expect(manifest.letters).toEqual(expect.any(Array));
    expect(manifest).toMatchObject({
      caseId,
      audience: 'decider',
      moment: timeline.at(-1).at,
      headEventId: timeline.at(-1).eventId,
    });
    for (const { name, sha256, bytes } of manifest.files) {
      expect(createHash('sha256').update(files[name]!).digest('hex')).toBe(sha256);
      expect(Buffer.byteLength(files[name]!)).toBe(bytes);
    }
    expect(JSON.parse(files['case-file.json']!).parts.allegations.length).toBeGreaterThan(0);
    expect(files['case-file.html']).not.toContain('sealed.v1');
  });

  it('is byte for byte the same at the same moment: again, after more events, and with lists built anew', async () => {
    const at = records.at(-1)!.recordedAt;
    const first = await exported(seed, 'first', '--audience', 'counsel', '--as-of', at);
    expect(await exported(seed, 'by-now', '--audience', 'counsel')).toEqual(first);

    const later = mkdtempSync(join(tmpdir(), 'casebook-case-later-'));
    try {
      for (const name of ['events.db', 'accounts.db', 'master.key']) cpSync(join(seed, name), join(later, name));
      // The lists are built anew here, and a running server adds an event.
      const running = await open(later);
      try {
        const look = Object.assign(new RecordLookUp(), { personId: subject, purpose: 'own-record' });
        const caller = (await running.callers.of(subject))!;
        await running.execute(withRequest(look, { caller, correlationId: newId(), commandId: newId() }));
        const beside = await casebook(later, 'case', 'export', caseId, '--audience', 'counsel', ...purpose, '--out', join(seed, 'beside'));
        expect([beside.code, beside.errors]).toEqual([1, expect.stringMatching(/a running server holds .*--server/)]);
      } finally {
        await running.close();
      }
      // What happened elsewhere changes nothing.
      expect(await exported(later, 'now', '--audience', 'counsel')).toEqual(first);
      rmSync(join(later, 'views.db'));
      expect(await exported(later, 'no-lists', '--audience', 'counsel', '--as-of', at)).toEqual(first);
    } finally {
      rmSync(later, { recursive: true, force: true });
    }
  });

  it('takes the ref of the case as well, as people type it', async () => {
    const files = await exported(seed, 'by-id', '--audience', 'decider');
    const { ref } = JSON.parse(files['manifest.json']!);
    const typed = ref.slice(1).toLowerCase().replace('-', ' ');
    const ended = await casebook(seed, 'case', 'export', typed, '--out', join(seed, 'by-ref'), ...purpose, '--audience', 'decider');
    expect([ended.errors, ended.code]).toEqual(['', 0]);
    expect(contentsOf(join(seed, 'by-ref'))).toEqual(files);
  });

  it('records each file that it gives, in the name of whose token it is, with its hash and purpose', async () => {
    const files = await exported(seed, 'recorded', '--audience', 'hr');
    const reopened = await open(seed);
    try {
      const looks = (await reopened.store.readAll(0, 20_000)).filter(({ type }) => type === 'CaseFileTaken').slice(-2);
      const hash = (name: string) => createHash('sha256').update(files[name]!).digest('hex');
      expect(looks.map(({ data, actor }) => [actor.office, (data as { sha256: string }).sha256])).toEqual([
        ['City Attorney', hash('case-file.json')],
        ['City Attorney', hash('case-file.html')],
      ]);
      expect(await reopened.sealer.openAll(looks[0]!.data)).toMatchObject({ caseId, audience: 'hr', purpose: 'The hearing' });
    } finally {
      await reopened.close();
    }
  });

  it('writes the format that is asked for, and for the subject who is named', async () => {
    const files = await exported(seed, 'own', '--audience', 'subject', '--subject', subject, '--format', 'json');
    expect(Object.keys(files).sort()).toEqual(['case-file.json', 'manifest.json']);
    expect(JSON.parse(files['case-file.json']!).parts.people).toEqual([{ id: subject, name: expect.any(String) }]);
    const publicly = await exported(seed, 'public', '--audience', 'public');
    expect(publicly['case-file.json']).not.toContain(subject);
  });

  it.each([
    ['no such case', [newId()], ['--audience', 'decider'], 1, /resource.not-found/],
    ['a malformed id', ['7'], ['--audience', 'decider'], 2, /the id or the ref of a case/],
    ['no audience', [], [], 2, /--audience/],
    ['an unknown audience', [], ['--audience', 'press'], 2, /Allowed choices/],
    ['a subject who is none', [], ['--audience', 'subject', '--subject', newId()], 1, /case.file-untold/],
    ['no subject', [], ['--audience', 'subject'], 2, /--subject/],
    ['a subject for another audience', [], ['--audience', 'hr', '--subject', newId()], 2, /no other/],
    ['a moment in the future', [], ['--audience', 'hr', '--as-of', '2999-01-01T00:00:00Z'], 1, /future/],
    ['a position, which is for the Auditor', [], ['--audience', 'hr', '--as-of', '@1'], 1, /moment.position/],
    ['a moment of somebody else', [], ['--audience', 'hr', '--as-of', 'x'.repeat(80)], 1, /moment.unknown/],
    ['a malformed moment', [], ['--audience', 'hr', '--as-of', 'yesterday'], 1, /as-of.malformed/],
    ['a moment before the case', [], ['--audience', 'hr', '--as-of', '2001-01-01T00:00:00Z'], 1, /resource.not-found/],
    ['a token of nobody', [], ['--audience', 'hr', '--token-file', cli], 1, /the token is not one/],
    ['an unknown format', [], ['--audience', 'hr', '--format', 'pdf'], 2, /html, json/],
  ])(
    'refuses %s and writes nothing',
    async (_, [id = caseId], args, code, says) => {
      const ended = await casebook(seed, 'case', 'export', id, '--out', join(seed, 'refused'), ...purpose, ...args);
      expect([ended.code, existsSync(join(seed, 'refused'))]).toEqual([code, false]);
      expect(ended.errors).toMatch(says);
      expect(ended.errors.trim().split('\n')).toHaveLength(1);
    },
    30_000,
  );

  it('replaces nothing unless it is told to', async () => {
    await exported(seed, 'twice', '--audience', 'hr');
    const again = ['case', 'export', caseId, '--out', join(seed, 'twice'), '--audience', 'hr', ...purpose];
    const refused = await casebook(seed, ...again);
    expect([refused.code, refused.errors]).toEqual([1, expect.stringMatching(/is there already; --force replaces it/)]);
    expect((await casebook(seed, ...again, '--force')).code).toBe(0);
  });
});
