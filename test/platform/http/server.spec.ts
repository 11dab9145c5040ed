import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { HealthController } from '../../../src/modules/operations/health.controller.js';
import { routesOf } from '../../../src/platform/http/routes.js';
import { CounterController, ForgottenController, ParcelController, parcelId, type Started, start } from './kit.js';

describe('the routes', () => {
  it('can be enumerated with method, path, class and grants', () => {
    const routes = routesOf([ParcelController, CounterController, HealthController]);
    expect(
      routes.map(({ method, path, kind, input, grants }) => [method, path, kind, input?.name, grants.map(({ name }) => name).join()]),
    ).toEqual([
      ['POST', '/api/parcels', 'command', 'ReceiveParcel', 'anyone in service'],
      ['POST', '/api/parcels/:parcelId/opening', 'command', 'OpenParcel', 'HR,receiver'],
      ['POST', '/api/parcels/:parcelId/return', 'command', 'ReturnParcel', 'HR'],
      ['GET', '/api/parcels/:parcelId', 'query', 'GetParcel', 'anyone in service'],
      ['GET', '/api/parcels', 'query', 'ListParcels', 'anyone in service'],
      ['GET', '/api/parcels/in/export', 'query', 'ExportParcels', 'Auditor'],
      ['POST', '/api/greetings', 'public', 'Greeting', ''],
      ['GET', '/api/me', 'authenticated', undefined, ''],
      ['GET', '/health/live', 'public', undefined, ''],
      ['GET', '/health/ready', 'public', undefined, ''],
      ['GET', '/metrics', 'public', undefined, ''],
    ]);
  });

  it('are not served when one was declared by nobody', async () => {
    await expect(start([ParcelController, ForgottenController])).rejects.toThrow(
      'ForgottenController.forgotten is served but declared neither @Commands, @Answers, @Authenticated nor @Public',
    );
  });
});

describe('closing', () => {
  let started: Started;
  afterEach(() => started.app.close());

  it('finishes what is in flight, and then ends every connection', async () => {
    started = await start();
    const { app, desk, port } = started;
    let finish = () => {};
    let begun = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    desk.query = async () => {
      begun();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { id: parcelId, revision: 4, sender: 'x' };
    };
    // Kept alive with nothing under way.
    const idle = connect(port, '127.0.0.1');
    idle.write('GET /health/live HTTP/1.1\r\nHost: casebook\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    const idleEnded = new Promise((resolve) => idle.once('close', resolve));

    const busy = connect(port, '127.0.0.1');
    const answer = text(busy);
    busy.write(`GET /api/parcels/${parcelId} HTTP/1.1\r\nHost: casebook\r\nAuthorization: Bearer token-of-ines\r\n\r\n`);
    await running;
    const closed = app.close();
    await idleEnded;
    finish();
    await closed;
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*"revision":4/i);
    await expect(
      new Promise((resolve, reject) => connect(port, '127.0.0.1').once('connect', resolve).once('error', reject)),
    ).rejects.toThrow('ECONNREFUSED');
  });
});
