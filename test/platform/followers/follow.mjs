// Follows the log in argv[2] with its checkpoint at the place in argv[3], until it is killed. Each event taken becomes a line of the file
// in argv[4] that is on disk before `take` resolves.
import { fsyncSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { SqliteLogReader } from '../../../dist/platform/events/sqlite/log-reader.js';
import { FollowerRunner } from '../../../dist/platform/followers/follower-runner.js';
import { Log } from '../../../dist/platform/logging/log.js';
import { openAccounts } from '../../../dist/platform/vault/database.js';

const [, , directory, place, file] = process.argv;
const taken = openSync(file, 'a');
const store = SqliteLogReader.open(directory);
const runner = new FollowerRunner({
  followers: [
    {
      name: 'copy_book',
      take: async (events) => {
        for (const { position, id } of events) {
          writeSync(taken, `${process.pid} ${position} ${id}\n`);
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
        }
        fsyncSync(taken);
      },
    },
  ],
  store: Object.assign(store, { watch: () => () => {} }),
  accounts: await openAccounts(JSON.parse(place)),
  shared: !('directory' in JSON.parse(place)),
  services: {},
  log: new Log('warn'),
  batch: 7,
  pollMs: 20,
});
runner.start();
