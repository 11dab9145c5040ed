import type { Command } from '@nestjs/cqrs';
import { requestOf } from '../../../src/platform/access/request.js';
import type { Receipt } from '../../../src/platform/commands/command-handler.js';
import { ClaimReleased, ClaimTaken, reservationRefusals, SettleClaim } from '../../../src/platform/commands/reservations.js';
import { newId } from '../../../src/platform/ground/ids.js';
import { ProcessRunner, type ProcessRunnerOptions } from '../../../src/platform/processes/process-runner.js';
import { settleClaim } from '../../../src/platform/processes/settle-reservation.process.js';
import { ParkWork } from '../../../src/platform/processes/work.js';
import { refuseFrom } from '../../../src/platform/refusals/refuse.js';
import { SetClock } from '../../kit/clock.js';
import { logOf, workIn } from '../../kit/reads.js';
import { noServices } from './kit.js';

const claimId = newId();
const taken = [`claim-${claimId}`, ClaimTaken({ kind: 'name', holder: 'department-1', commandId: newId() })] as const;
const refuse = refuseFrom(reservationRefusals.table);
const receipt: Receipt = {
  id: claimId,
  stream: `claim-${claimId}`,
  edition: { audiences: ['admitted'], count: 1 },
  position: 2,
  behind: [],
};

/** A claim that was taken and fell due; what nodes that act on it ask for. */
class Owed {
  log = logOf(taken);
  readonly asked: object[] = [];
  readonly clock = new SetClock();
  answer = async (_: Command<Receipt>): Promise<Receipt> => receipt;

  constructor() {
    this.clock.pass(61_000);
  }

  async settle(): Promise<void> {
    this.log = logOf(taken, [`claim-${claimId}`, ClaimReleased({})]);
  }

  node(more: Partial<ProcessRunnerOptions> = {}): ProcessRunner {
    return new ProcessRunner({
      processes: [settleClaim],
      rows: (process) => workIn(process, this.log),
      execute: (command) => {
        this.asked.push(command);
        return command instanceof ParkWork ? Promise.resolve(receipt) : this.answer(command);
      },
      clock: this.clock,
      warn: () => {},
      services: noServices,
      attempts: 1,
      ...more,
    });
  }

  get kinds(): string[] {
    return this.asked.map((command) => command.constructor.name);
  }
}

it('two nodes that both take a piece of work for their own ask for it under one command id', async () => {
  const owed = new Owed();
  for (const node of [owed.node(), owed.node()]) await node.tick();
  expect(owed.kinds).toEqual([SettleClaim.name, SettleClaim.name]);
  expect(new Set(owed.asked.map((command) => requestOf(command).commandId)).size).toBe(1);
});

it('a node that does not run the view does nothing', async () => {
  const owed = new Owed();
  await owed.node({ mine: () => false }).tick();
  expect(owed.asked).toEqual([]);
});

describe('work that is refused for the last time', () => {
  it('is parked', async () => {
    const owed = new Owed();
    owed.answer = async () => refuse('claim.settled');
    await owed.node().tick();
    expect(owed.kinds).toEqual([SettleClaim.name, ParkWork.name]);
  });

  it('is not parked where what refused it was that it is done', async () => {
    const owed = new Owed();
    owed.answer = async () => {
      await owed.settle();
      return refuse('claim.settled');
    };
    await owed.node().tick();
    expect(owed.kinds).toEqual([SettleClaim.name]);
  });

  it('is not parked by a node that lost it to another meanwhile', async () => {
    const owed = new Owed();
    let mine = true;
    owed.answer = async () => {
      mine = false;
      return refuse('claim.settled');
    };
    await owed.node({ mine: () => mine }).tick();
    expect(owed.kinds).toEqual([SettleClaim.name]);
  });
});
