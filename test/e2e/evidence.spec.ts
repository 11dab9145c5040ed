import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { newId } from '../../src/platform/ground/ids.js';
import { type Answer, type Client, useCity } from '../kit/app.js';
import { Matter } from '../kit/stories/matter.js';
import { png, zipOf } from '../platform/files/samples.js';

const city = useCity();
const matter = new Matter(city);
const investigator = () => city.as('Director of Works');
const path = () => `/api/cases/${matter.caseId}/evidence`;
const files = () => join(city.directory, 'files');

beforeAll(async () => {
  await matter.report();
  await matter.triage();
  await matter.allege();
  await matter.assign();
});

const said = { description: 'The page as captured.', obtained: 'Captured from the public page.' };

/** A form as a browser sends it; its file last, its name as given. */
function form(content: Uint8Array, name: string, fields: Record<string, string> = said): { body: Buffer; type: string } {
  const mark = 'part-of-the-form';
  const parts = Object.entries(fields).map(
    ([field, value]) => `--${mark}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(parts.join('')), Buffer.from(head), content, Buffer.from(`\r\n--${mark}--\r\n`)]),
    type: `multipart/form-data; boundary=${mark}`,
  };
}

function upload(
  content: Uint8Array,
  name: string,
  fields: Record<string, string> = said,
  headers = {},
  client: Client = investigator(),
): Promise<Answer> {
  const { body, type } = form(content, name, fields);
  return client.post(path(), body, { 'content-type': type, ...headers });
}

/** The first item. */
let id = '';

/** Every file under a directory. */
const under = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** What is refused records nothing and leaves no file. */
async function leavesNothing(ask: () => Promise<Answer>, status: number, code: string): Promise<Answer['body']> {
  const [head, before] = [await city.head(), under(files())];
  const { body, ...answer } = await ask();
  expect({ status: answer.status, code: body?.code, text: answer.text.slice(0, 300) }).toMatchObject({ status, code });
  expect(await city.head()).toBe(head);
  expect(under(files())).toEqual(before);
  return body;
}

const text = (words: string) => Buffer.from(words);

describe('a file of evidence', () => {
  const secret = 'The planted words of Ingeborg Holt.';

  it('is taken in, sealed, with its hash, and comes back as it was', async () => {
    const content = text(`${secret}\n`.repeat(9000));
    const answer = await upload(content, '../../etc/Notes of Holt.txt', { ...said, source: 'Ingeborg Holt' });
    expect(answer).toMatchObject({ status: 201, body: { stream: `evidence-${answer.body.id}` } });
    id = answer.body.id;
    expect(answer.headers.get('location')).toBe(`${path()}/${id}`);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const item = await investigator().sees(`${path()}/${id}`);
    expect(item).toMatchObject({
      status: 'held',
      source: 'Ingeborg Holt',
      walledFromProsecutor: false,
      file: { name: 'Notes of Holt.txt', bytes: content.length, sha256, mediaType: 'text/plain', claimedType: null },
      custody: [{ type: 'EvidenceReceived' }, { type: 'EvidenceViewed', by: city.person('Director of Works') }],
    });
    const copy = await investigator().get(`${path()}/${id}/content?audience=investigation&purpose=To%20compare`);
    expect(copy.status).toBe(200);
    expect(copy.text).toBe(content.toString());
    expect(Object.fromEntries(copy.headers)).toMatchObject({
      'content-disposition': `attachment; filename="Notes of Holt.txt"; filename*=UTF-8''Notes%20of%20Holt.txt`,
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-length': String(content.length),
    });
    const { custody } = await investigator().sees(`${path()}/${id}`);
    expect(custody[2]).toMatchObject({ type: 'EvidenceDownloaded', audience: 'investigation', purpose: 'To compare' });
    expect((await investigator().sees(path())).items).toMatchObject([{ id, sha256, description: said.description }]);
  });

  it('stands open in no file under the data directory', () => {
    for (const file of under(city.directory)) {
      const bytes = readFileSync(file);
      expect([file, bytes.includes('planted words'), bytes.includes('Ingeborg'), bytes.includes('Notes of')]).toEqual([
        file,
        false,
        false,
        false,
      ]);
    }
    expect(city.logged()).not.toMatch(/Ingeborg|Notes of/);
  });

  it('is taken in once: the same content again names the item that is held', async () => {
    const body = await leavesNothing(
      () => upload(text(`${secret}\n`.repeat(9000)), 'other.txt', { ...said, description: 'Again.' }),
      409,
      'evidence.already-held',
    );
    expect(body.heldBy).toBe(id);
  });

  it('answers a repeat under the same key with the first receipt, and refuses another content under it', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await upload(text('Only once.'), 'once.txt', said, headers);
    expect(first.status).toBe(201);
    const [head, before] = [await city.head(), under(files())];
    const again = await upload(text('Only once.'), 'once.txt', said, headers);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, etag: first.body.etag } });
    expect([await city.head(), under(files())]).toEqual([head, before]);
    const content = await investigator().get(`${path()}/${first.body.id}/content?audience=investigation&purpose=x`);
    await upload(text('Something else.'), 'once.txt', said, headers).then(({ status, body }) =>
      expect([status, body.code]).toEqual([422, 'idempotency.key-reused']),
    );
    expect((await investigator().get(`${path()}/${first.body.id}/content?audience=investigation&purpose=x`)).text).toBe(content.text);
    expect(under(files())).toEqual(before);
  });

  it('two at once under one key are one', async () => {
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all([1, 2, 3].map(() => upload(text('At once.'), 'at-once.txt', said, headers)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(under(join(files(), 'incoming'))).toEqual([]);
  });
});

describe('trouble with a file', () => {
  it('that is empty', () => leavesNothing(() => upload(text(''), 'empty.txt'), 422, 'evidence.empty'));

  it('whose name says another type, unless that is to be recorded', async () => {
    const body = await leavesNothing(() => upload(png, 'holiday.pdf'), 422, 'evidence.type-lies');
    expect(body).toMatchObject({ found: 'image/png', claimed: 'application/pdf' });
    const answer = await upload(png, 'holiday.pdf', { ...said, nameMayMislead: 'true' });
    expect((await investigator().sees(`${path()}/${answer.body.id}`)).file).toMatchObject({
      name: 'holiday.pdf',
      mediaType: 'image/png',
      claimedType: 'application/pdf',
    });
  });

  it('that is a program, whatever it is called', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]);
    await leavesNothing(() => upload(program, 'minutes.pdf'), 422, 'evidence.type-not-taken');
  });

  it('that is a bomb, or an archive in an archive', async () => {
    const bomb = zipOf([{ name: 'zeros', packed: 10, plain: 4_000_000_000 }]);
    expect(await leavesNothing(() => upload(bomb, 'bomb.zip'), 422, 'evidence.archive-unfit')).toMatchObject({ fault: 'expands-too-much' });
    const nested = zipOf([{ name: 'inner/again.zip', packed: 4, plain: 4 }]);
    expect(await leavesNothing(() => upload(nested, 'nested.docx'), 422, 'evidence.archive-unfit')).toMatchObject({ fault: 'nested' });
  });

  it('that says beforehand that it is too large', async () => {
    const { largest } = city.casebook.files;
    const body = await leavesNothing(
      () => raw({ 'content-length': String(largest * 2), 'content-type': 'multipart/form-data; boundary=x' }, ['--x']),
      413,
      'file.too-large',
    );
    expect(body.most).toBe(largest);
  });

  it('that comes otherwise than in a form, or not at all, or twice', async () => {
    await leavesNothing(() => investigator().post(path(), said), 415, 'upload.media-type');
    await leavesNothing(() => investigator().post(path(), text('x'), { 'content-type': 'text/plain' }), 415, 'request.media-type');
    await leavesNothing(() => investigator().post(path(), text('x'), { 'content-type': 'multipart/form-data' }), 400, 'request.malformed');
    const { body, type } = form(text('x'), 'x.txt');
    const without = Buffer.from(body.toString('latin1').replace('name="file"', 'name="other"'), 'latin1');
    await leavesNothing(() => investigator().post(path(), without, { 'content-type': type }), 422, 'upload.file-missing');
    const twice = Buffer.concat([
      body.subarray(0, body.indexOf('\r\n--part-of-the-form--')),
      Buffer.from('\r\n'),
      form(text('y'), 'y.txt', {}).body,
    ]);
    await leavesNothing(() => investigator().post(path(), twice, { 'content-type': type }), 422, 'upload.file-missing');
  });

  it('whose fields do not fit, each named', async () => {
    const { errors } = await leavesNothing(() => upload(text('x'), 'x.txt', { description: ' ', colour: 'red' }), 422, 'request.invalid');
    expect(errors.map(({ field }: { field: string }) => field).sort()).toEqual(['colour', 'description', 'obtained']);
    await leavesNothing(() => upload(text('x'), 'x.txt', { ...said, caseId: newId() }), 422, 'request.invalid');
    await leavesNothing(() => upload(text('x'), 'x.txt', { ...said, sha256: 'a' }), 422, 'request.invalid');
    await leavesNothing(() => upload(text('x'), 'x.txt', { ...said, source: 'sealed.v1.k.abc' }), 422, 'request.invalid');
    await leavesNothing(
      () => upload(text('From an account.'), 'x.txt', { ...said, fromPersonalAccount: 'true' }),
      422,
      'evidence.counsel-basis-missing',
    );
  });

  it('sent elsewhere than where files are taken', async () => {
    const { body, type } = form(text('x'), 'x.txt');
    await leavesNothing(() => city.as('Employee').post('/api/reports', body, { 'content-type': type }), 415, 'request.media-type');
  });

  /** An upload by hand: whole, or cut off after its last piece. */
  function raw(headers: Record<string, string>, pieces: readonly (string | Buffer)[], cut = false): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const socket = connect((city.app.nest.getHttpServer().address() as { port: number }).port, '127.0.0.1');
      let answer = '';
      const done = () => {
        const [head = '', body = ''] = answer.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1]), headers: new Headers(), text: body, body: body ? JSON.parse(body) : undefined });
        socket.destroy();
      };
      socket.on('data', (data) => {
        answer += data;
        if (/\r\n\r\n.*\}$/s.test(answer)) done();
      });
      socket.on('close', done);
      socket.on('error', reject);
      const lines = Object.entries({ host: 'x', authorization: investigator().authorization, ...headers });
      socket.write(`POST ${path()} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
      for (const piece of pieces) socket.write(piece);
      if (cut) setTimeout(() => socket.destroy(), 300);
    });
  }

  it('that is cut off midway leaves nothing', async () => {
    const [head, before] = [await city.head(), under(files())];
    const { body, type } = form(Buffer.alloc(3_000_000, 'long '), 'long.txt');
    await raw({ 'content-type': type, 'content-length': String(body.length) }, [body.subarray(0, 2_000_000)], true);
    for (let i = 0; i < 100 && under(files()).length > before.length; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(under(files())).toEqual(before);
    expect(await city.head()).toBe(head);
  });

  it('whose form ends before it should is refused', async () => {
    const { body, type } = form(text('Something to read.'), 'x.txt');
    await leavesNothing(() => investigator().post(path(), body.subarray(0, -30), { 'content-type': type }), 400, 'request.malformed');
  });
});

describe('whose it is not', () => {
  it.each(['Employee', 'Auditor', 'HR', 'IT Director', 'Reporter'] as const)('%s gets the generic answer, before a byte is read', (who) =>
    leavesNothing(() => upload(text('Mine.'), 'mine.txt', said, {}, city.as(who)), 403, 'access.not-permitted').then(async () => {
      for (const address of [path(), `${path()}/${newId()}`, `${path()}/${newId()}/content?audience=counsel&purpose=x`])
        expect((await city.as(who).get(address)).body.code).toBe('access.not-permitted');
    }),
  );

  it('its subject sees what was disclosed, once told, and no more', async () => {
    const { items } = await investigator().sees(path());
    const others = items.map((item: { id: string }) => item.id).filter((other: string) => other !== id);
    const [whole, part] = [id, others[0]];
    const disclosure = { proceedingId: matter.proceeding, shownAs: 'Notes on the page.' };
    const disclose = (item: string, more = {}) => city.as('City Manager').post(`${path()}/${item}/disclosures`, { ...disclosure, ...more });
    expect((await disclose(whole)).body.code).toBe('evidence.subject-not-told');
    await matter.inform();
    expect((await disclose(whole)).status).toBe(200);
    expect((await disclose(part, { withheld: 'A name.', withheldBecause: 'A bystander.' })).status).toBe(200);
    expect((await investigator().post(`${path()}/${part}/disclosures`, disclosure)).body.code).toBe('access.not-permitted');

    const mine = `/api/proceedings/${matter.proceeding}/evidence`;
    const subject = city.as('Subject');
    const shownTo: { id: string; whole: boolean }[] = (await subject.sees(mine)).items;
    expect(new Map(shownTo.map((item) => [item.id, item.whole]))).toEqual(
      new Map([
        [whole, true],
        [part, false],
      ]),
    );
    const shown = await subject.get(`${mine}/${whole}`);
    expect(shown.body).toMatchObject({ shownAs: 'Notes on the page.', withheld: null });
    expect(shown.text).not.toMatch(/Ingeborg|Captured/);
    const copy = await subject.get(`${mine}/${whole}/content`);
    expect(copy.text).toContain('planted words');
    expect(copy.headers.get('content-disposition')).toContain(`evidence-${whole}.txt`);
    // A hash would let the subject check a guess at the part that is withheld.
    expect(await subject.sees(`${mine}/${part}`)).toMatchObject({ withheldBecause: 'A bystander.', bytes: null, sha256: null });
    expect(shown.body).toMatchObject({ bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await subject.get(`${mine}/${part}/content`)).body.code).toBe('evidence.withheld-in-part');
    expect((await subject.get(`${mine}/${others[1]}`)).status).toBe(404);
    expect((await subject.get(path())).status).toBe(403);
    expect((await city.as('HR').get(mine)).status).toBe(403);
    const { custody } = await investigator().sees(`${path()}/${whole}`);
    expect(custody.map(({ type }: { type: string }) => type)).toContain('DisclosedEvidenceSeen');
  });
});

describe('a start after a crash', () => {
  it('sweeps what came in and was never recorded, and keeps what was', async () => {
    const kept = (await investigator().sees(path())).items[0].id as string;
    const orphan = newId();
    const place = (id: string) => join(files(), id.slice(0, 2), id);
    await city.restart(() => {
      mkdirSync(join(files(), orphan.slice(0, 2)), { recursive: true });
      for (const file of [place(orphan), join(files(), 'incoming', `${orphan}~abc`), join(files(), 'incoming', `${kept}~abc`)])
        writeFileSync(file, 'half');
      writeFileSync(join(files(), 'incoming', 'abc.part'), 'half');
    });
    expect(under(join(files(), 'incoming'))).toEqual([]);
    expect(under(files())).not.toContain(place(orphan));
    expect(under(files())).toContain(place(kept));
    expect((await investigator().get(`${path()}/${kept}/content?audience=counsel&purpose=x`)).status).toBe(200);
  });

  it('a file that is gone or was altered is told, and no look is recorded for what was not shown', async () => {
    const { items } = await investigator().sees(path());
    const file = join(files(), items[0].id.slice(0, 2), items[0].id);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, 40));
    const head = await city.head();
    const answer = await investigator().get(`${path()}/${items[0].id}/content?audience=counsel&purpose=x`);
    expect([answer.status, answer.body.code]).toEqual([503, 'file.unreadable']);
    expect(await city.head()).toBe(head);
    writeFileSync(file, bytes);
  });
});

describe('casebook replay --verify', () => {
  const verify = () =>
    new Promise<{ code: number; out: string; errors: string }>((resolve) => {
      const env = { CASEBOOK_DATA: city.directory };
      execFile(process.execPath, ['dist/bundle/cli.js', 'replay', '--verify'], { env }, (error, out, errors) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, errors }),
      );
    });

  it('reads every file, and says which is missing or altered', async () => {
    const { items } = await investigator().sees(path());
    const fine = await verify();
    expect(fine).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`^files  ${items.length} files, .*: as their events say$`, 'm')),
    });
    const [gone, altered] = items.map(({ id }: { id: string }) => join(files(), id.slice(0, 2), id));
    const whole = [gone, altered].map((file) => readFileSync(file));
    rmSync(gone);
    writeFileSync(
      altered,
      whole[1]!.map((byte, at) => (at === 70 ? byte ^ 1 : byte)),
    );
    const { code, out, errors } = await verify();
    expect(code).toBe(1);
    expect(out).toContain(`file ${items[0].id} of case-${matter.caseId} is missing\n`);
    expect(out).toContain(`file ${items[1].id} of case-${matter.caseId} is not what was stored: its SHA-256 was ${items[1].sha256}\n`);
    expect(errors).toContain(`2 of ${items.length} files`);
    for (const [i, file] of [gone, altered].entries()) writeFileSync(file, whole[i]!);
  });
});

describe('interviews', () => {
  const interviews = () => `/api/cases/${matter.caseId}/interviews`;

  it('go from their plan to their record, walled where they were compelled', async () => {
    const subject = city.person('Subject');
    const plan = { as: 'subject', person: subject, basis: 'compelled', on: '2026-03-02' };
    const interview = await investigator().does(interviews(), plan);
    const held = { on: '2026-03-02', place: 'Room 2', present: 'Both.', representativeAsked: true, summary: 'Said under warning.' };
    const record = `${interviews()}/${interview}/record`;
    expect((await investigator().post(record, held)).body.code).toBe('interview.warning-missing');
    const warned = { ...held, warning: 'Read out.' };
    expect((await investigator().post(record, warned)).body.code).toBe('interview.representative-undecided');
    await investigator().does(`${interviews()}/${interview}/representative`, { decision: 'granted', representative: 'Max Brown' });
    const recording = await upload(text('Recording under warning.'), 'minutes.txt', { ...said, compelledStatement: 'true' });
    await investigator().does(record, { ...warned, recording: recording.body.id });
    await investigator().does(`${interviews()}/${interview}/addenda`, { addendum: 'It was Tuesday.' });
    expect(await city.as('City Attorney').sees(`${interviews()}/${interview}`)).toMatchObject({
      status: 'held',
      person: subject,
      summary: 'Said under warning.',
      addenda: [{ text: 'It was Tuesday.' }],
      marking: expect.stringContaining('prosecutor'),
    });
    const copy = await investigator().get(`${path()}/${recording.body.id}/content?audience=prosecutor&purpose=x`);
    expect(copy.body.code).toBe('evidence.compelled-walled');
    const feed = await city.as('Auditor').get('/api/events?limit=500');
    expect(feed.text).toContain('InterviewHeld');
    expect(feed.text).not.toMatch(/Said under warning|Max Brown/);
    for (const who of ['Subject', 'HR', 'Reporter', 'Communications Manager'] as const)
      expect((await city.as(who).get(`${interviews()}/${interview}`)).body.code).toBe('access.not-permitted');
  });
});
