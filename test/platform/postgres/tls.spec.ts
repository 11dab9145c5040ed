import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPostgres } from '../../../src/platform/postgres/connection.js';
import { asSuperuser, Schemas } from '../../kit/postgres.js';
import { startPostgres } from '../../kit/postgres-server.mjs';

const made = (path: string): string => fileURLToPath(new URL(`../../../node_modules/.cache/test-certificates/${path}`, import.meta.url));
const options = { name: 'spec', connections: 2, statement: 5_000, durable: false, entities: [] };

let server: Awaited<ReturnType<typeof startPostgres>>;
let schemas: Schemas;

/** Writes a file beside the server's data as the server's own user, whom its keys must belong to. */
const written = (name: string, text: string) =>
  asSuperuser(`COPY (SELECT regexp_split_to_table('${text.trim()}', '\\n')) TO PROGRAM 'umask 077; cat > ${name}'`, server.address);

beforeAll(async () => {
  server = await startPostgres();
  schemas = new Schemas(server.address);
  await written('casebook.crt', readFileSync(made('ours/postgres/node.crt'), 'utf8'));
  await written('casebook.key', readFileSync(made('ours/postgres/node.key'), 'utf8'));
  for (const setting of ["ssl_cert_file = 'casebook.crt'", "ssl_key_file = 'casebook.key'", 'ssl = on'])
    await asSuperuser(`ALTER SYSTEM SET ${setting}`, server.address);
  await asSuperuser('SELECT pg_reload_conf()', server.address);
});
afterAll(() => server?.close());

describe('PostgreSQL over TLS', () => {
  it('is spoken to where its certificate comes from the authority that is named', async () => {
    const address = await schemas.address();
    const source = await openPostgres({ ...address, tls: true, caFile: made('ours/casebook/ca.crt') }, options);
    try {
      expect(await source.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: true }]);
    } finally {
      await source.destroy();
    }
  });

  it.each([
    ['another authority', made('other/casebook/ca.crt')],
    ['the authorities that Node knows', undefined],
  ])('is not where only %s is trusted', async (_, caFile) => {
    const address = await schemas.address();
    await expect(openPostgres({ ...address, tls: true, caFile }, options)).rejects.toMatchObject({
      code: expect.stringMatching(/^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT)$/),
    });
  });
});
