import { createHash, randomUUID } from 'node:crypto';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import Fastify from 'fastify';

/**
 * A hand-written route: it checks token and body, and answers once a thread has committed the event
 * and the person's row.
 */
const [directory, tokenHash, person] = process.argv.slice(2);
const worker = new Worker(new URL('./route.worker.mjs', import.meta.url), { workerData: { directory } });
await new Promise((resolve) => worker.once('message', resolve));

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const day = /^\d{4}-\d\d-\d\d$/;
let waiting = [];
let underWay;
let scheduled = false;
const send = () => {
  scheduled = false;
  if (underWay || waiting.length === 0) return;
  underWay = waiting;
  waiting = [];
  worker.postMessage(underWay.map(({ change }) => change));
};
const schedule = () => {
  if (scheduled || underWay) return;
  scheduled = true;
  setImmediate(send);
};
worker.on('message', (receipts) => {
  const settled = underWay;
  underWay = undefined;
  for (const [index, receipt] of receipts.entries()) settled[index].resolve(receipt);
  schedule();
});

const tokens = new Map([[tokenHash, person]]);
const server = Fastify();
server.post('/api/people/:personId/track', async (request, reply) => {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const by = tokens.get(createHash('sha256').update(token).digest('hex'));
  if (!by) return reply.code(401).send({ code: 'access.unauthenticated' });
  const { personId } = request.params;
  const { track, from } = request.body ?? {};
  if (!uuid.test(personId) || typeof track !== 'string' || !day.test(from)) return reply.code(422).send({ code: 'request.invalid' });
  const [id, commandId, correlationId] = [randomUUID(), randomUUID(), randomUUID()];
  const at = new Date();
  const hash = createHash('sha256').update(`${personId}${track}${from}`).digest('base64url');
  const envelope = JSON.stringify([id, at.toISOString(), null, by, 'HR', '5716', commandId, hash, null, correlationId]);
  const change = [id, `person-${personId}`, at.getTime(), envelope, track, from];
  const receipt = await new Promise((resolve) => {
    waiting.push({ change, resolve });
    schedule();
  });
  return reply.code(receipt ? 201 : 409).send({ id: personId, stream: `person-${personId}`, ...receipt });
});
const address = await server.listen({ port: 0, host: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(1));
process.send({ address });
