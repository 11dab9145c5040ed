import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Nodes } from '../kit/nodes.js';

const nodes = new Nodes();
beforeAll(() => nodes.open());
afterAll(() => nodes.close());

it('one node on an empty log and an empty PostgreSQL sets up the demonstration city and serves it', async () => {
  const node = await nodes.start('all', { NODE_ENV: 'development' });
  const [{ token }] = JSON.parse(readFileSync(join(nodes.directory, 'demo-logins.json'), 'utf8'));
  const { status, body } = await node.as(token).get('/api/cases');
  expect(status).toBe(200);
  expect(body.items.length).toBeGreaterThan(0);
});
