// A node that owes argv[3] notices and sends them until it is killed; argv[2] is its place. Each attempt is two lines of the file in
// argv[4], its beginning and its end, that are on disk before the next step.
import 'reflect-metadata';
import { fsyncSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { systemCaller } from '../../../dist/platform/access/access.js';
import { withRequest } from '../../../dist/platform/access/request.js';
import { derivedId } from '../../../dist/platform/ground/ids.js';
import { Lifetime } from '../../../dist/platform/lifetime.js';
import { Log } from '../../../dist/platform/logging/log.js';
import { PlatformModule } from '../../../dist/platform/platform.module.js';
import { platformOptionsOf } from '../../../dist/platform/platform.options.js';
import { ProcessRunner } from '../../../dist/platform/processes/process-runner.js';
import { startViewThread } from '../../../dist/platform/views/view-thread-start.js';
import { definition, noticeIdOf, OweNotice, Post } from './notices.mjs';

const [, , place, count, file] = process.argv;
const node = JSON.parse(place);
const sent = openSync(file, 'a');
const wait = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
const tell = (...words) => {
  writeSync(sent, `${process.pid} ${words.join(' ')}\n`);
  fsyncSync(sent);
};
let attempts = 0;
const post = {
  send: async (to, key) => {
    attempts += 1;
    const receipt = `${process.pid}-${attempts}`;
    tell('begins', to, key, receipt);
    await wait();
    tell('ends', to, key, receipt);
    return receipt;
  },
};

class Root {}
const viewThread = startViewThread({ ...node, poll: 50, file: new URL('./notices.worker.mjs', import.meta.url) });
const options = platformOptionsOf({ ...node, viewThread, timeZone: 'UTC', log: new Log('warn') }, [definition]);
const application = await NestFactory.createApplicationContext(
  {
    module: Root,
    imports: [CqrsModule.forRoot(), PlatformModule.forRoot(options, new Lifetime())],
    providers: [...definition.commandHandlers, { provide: Post, useValue: post }],
  },
  { logger: false, abortOnError: false },
);
application.get(ProcessRunner).start();
for (let i = 1; i <= Number(count); i += 1) {
  const command = Object.assign(new OweNotice(), { noticeId: noticeIdOf(`n${i}`), to: `n${i}` });
  const id = derivedId('owing', `n${i}`);
  // The other node may be at it as well.
  await application.get(CommandBus).execute(withRequest(command, { caller: systemCaller, correlationId: id, commandId: id }));
}
tell('owed');
