import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Nodes } from '../kit/nodes.js';

const nodes = new Nodes();
beforeAll(() => nodes.open(), 60_000);
afterAll(() => nodes.close(), 60_000);

it('one node on an empty log and an empty PostgreSQL sets up the demonstration city and serves it', async () => {
  const node = await nodes.start('all', { NODE_ENV: 'development' });
  const [{ token }] = JSON.parse(readFileSync(join(nodes.directory, 'demo-logins.json'), 'utf8'));
  const { status, body } = await node.as(token).get('/api/cases');
  expect(status).toBe(200);
  expect(body.items.length).toBeGreaterThan(0);
}, 120_000);
