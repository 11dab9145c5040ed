import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Node, Nodes } from '../kit/nodes.js';

const nodes = new Nodes();
let node: Node;
beforeAll(async () => {
  await nodes.open();
  node = await nodes.start('all', { NODE_ENV: 'development' });
});
afterAll(() => nodes.close());

it('one node on an empty log and an empty PostgreSQL sets up the demonstration city and serves it', async () => {
  const [{ token }] = JSON.parse(readFileSync(join(nodes.directory, 'demo-logins.json'), 'utf8'));
  const { status, body } = await node.as(token).get('/api/cases');
  expect(status).toBe(200);
  expect(body.items.length).toBeGreaterThan(0);
});

it('the tour of that city ends with its log, lists and keys verified where they are', async () => {
  const tour = await nodes.run('dist/demo/narrate.js', '--server', node.address, '--quiet');
  expect(tour).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/That was the tour: \d+ steps/) });
});
