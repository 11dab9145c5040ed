import { EventStoreDBClient } from '@eventstore/db-client';
import { prepareStore } from '../../../../src/cli/store-prepare.js';
import { NotPrepared, prepare } from '../../../../src/platform/events/eventstoredb/access-lists.js';
import { EsdbLogReader } from '../../../../src/platform/events/eventstoredb/esdb-log-reader.js';
import type { EsdbServer } from '../../../kit/esdb-server/server.js';
import { record, stream, wholeLog } from '../../../kit/store-contract.js';
import { addressOf, Bench, certificate } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

const admin = { username: 'admin', password: 'changeit' };
const times = { start: 2_000, deadline: 2_000 };
const filesOf = (login = 'casebook:of its own') => ({ credentialsFile: bench.file(`${login}\n`), caFile: certificate('ours') });
const settings = (server: EsdbServer) => server.log.last('$settings') as Record<string, unknown>;

describe('preparing a server', () => {
  it("gives Casebook's user what it needs, and nothing else", async () => {
    const server = await bench.server({ secure: true });
    const files = filesOf();
    await expect(bench.store(server, {}, files)).rejects.toThrow('refuses these credentials');
    expect(await prepare(addressOf(server, files), { admin }, times)).toEqual({ user: 'made', streams: 'set', log: 'set' });

    const store = await bench.store(server, {}, files);
    const name = stream();
    await store.append(name, 'none', [record()]);
    expect(await wholeLog(store)).toHaveLength(1);
    expect(await store.read(stream())).toEqual([]);

    const credentials = { username: 'casebook', password: 'of its own' };
    const tls = { insecure: false, rootCertificate: (await import('node:fs')).readFileSync(files.caFile) };
    const client = new EventStoreDBClient({ endpoint: addressOf(server, files).hosts[0] as never }, tls);
    const denied = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ type: 'access-denied' });
    await denied(client.deleteStream(`casebook-${name}`, { credentials }));
    await denied(client.setStreamMetadata(`casebook-${name}`, { truncateBefore: 1 }, { credentials }));
    await denied(client.setStreamMetadata('$all', { acl: {} }, { credentials }));
    await client.dispose();
    expect(await wholeLog(store)).toHaveLength(1);

    // and everybody else nothing
    server.access.users.set('other', { password: 'x', groups: [] });
    await expect(bench.store(server, {}, filesOf('other:x'))).rejects.toThrow('refuses these credentials');
  });

  it('changes nothing when it is given again, and keeps what others have set', async () => {
    const server = await bench.server({ secure: true });
    const address = addressOf(server, filesOf());
    server.log.metadata('$all', { $acl: { $r: ['$admins', 'auditor'] }, kept: true });
    server.log.system('$settings', 'update-default-acl', { $systemStreamAcl: { $r: '$admins' } });
    await prepare(address, { admin }, times);
    expect(server.log.last('$$$all')).toEqual({ $acl: { $r: ['$admins', 'auditor', 'casebook'] }, kept: true });
    expect(settings(server).$systemStreamAcl).toEqual({ $r: '$admins' });
    const before = server.log.all.length;
    expect(await prepare(address, { admin }, times)).toEqual({ user: 'there', streams: 'stood', log: 'stood' });
    expect(server.log.all).toHaveLength(before);
  });

  it('does not replace other access lists unasked', async () => {
    const server = await bench.server({ secure: true });
    const address = addressOf(server, filesOf());
    const theirs = { $r: 'somebody', $w: 'somebody' };
    server.log.system('$settings', 'update-default-acl', { $userStreamAcl: theirs });
    await expect(prepare(address, { admin }, times)).rejects.toThrow(/has other access lists .*"somebody"/);
    expect(settings(server).$userStreamAcl).toEqual(theirs);
    expect((await prepare(address, { admin, force: true }, times)).streams).toBe('set');
  });

  it('says so where the user may do too much, or is the administrator', async () => {
    const server = await bench.server({ secure: true });
    server.access.users.set('casebook', { password: 'of its own', groups: ['$admins'] });
    await expect(prepare(addressOf(server, filesOf()), { admin }, times)).rejects.toThrow("Casebook's user may cut streams");
    const same = addressOf(server, filesOf('admin:changeit'));
    await expect(prepare(same, { admin }, times)).rejects.toThrow('Casebook needs a user of its own');
  });

  it('says so where the password of the user who is there is another one, or the administrator is none', async () => {
    const server = await bench.server({ secure: true });
    server.access.users.set('casebook', { password: 'another', groups: [] });
    const address = addressOf(server, filesOf());
    await expect(prepare(address, { admin }, times)).rejects.toThrow('refuses these credentials');
    await expect(prepare(address, { admin: { username: 'admin', password: 'x' } }, times)).rejects.toThrow('refuses these credentials');
  });

  it('is nothing for a server without users, nor for a directory', async () => {
    const server = await bench.server();
    await expect(prepare(addressOf(server), { admin }, times)).rejects.toThrow(NotPrepared);
    const embedded = { events: { directory: '/srv/data' } } as never;
    await expect(prepareStore(embedded, { adminCredentialsFile: 'x' })).rejects.toThrow('needs no preparing');
  });

  it('lets a node that only reads do so', async () => {
    const server = await bench.server({ secure: true });
    const files = filesOf();
    await prepare(addressOf(server, files), { admin }, times);
    const reader = await EsdbLogReader.open(addressOf(server, files), times);
    expect(await reader.head()).toBe(0);
    await reader.close();
  });
});
