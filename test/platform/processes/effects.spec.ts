import { jest } from '@jest/globals';
import { requestOf } from '../../../src/platform/access/request.js';
import { EffectFailed } from '../../../src/platform/processes/effect.js';
import type { ProcessRunner } from '../../../src/platform/processes/process-runner.js';
import { Office, RecordNotice, refusal } from './kit.js';

const never = () => new Promise<never>(() => {});

describe('An effect', () => {
  let office: Office;
  let open: ProcessRunner[];
  const node = (...given: Parameters<Office['node']>): ProcessRunner => {
    const runner = office.node(...given);
    open.push(runner);
    return runner;
  };
  /** Lets time pass for the nodes that have started. */
  const pass = async (milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= 50) {
      office.clock.pass(50);
      await jest.advanceTimersByTimeAsync(50);
    }
  };
  const started = (...given: Parameters<Office['node']>): ProcessRunner => {
    const runner = node(...given);
    runner.start();
    return runner;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    office = new Office();
    open = [];
  });
  afterEach(async () => {
    office.send = async () => 'late';
    const closing = Promise.all(open.map((runner) => runner.close()));
    await jest.advanceTimersByTimeAsync(5_000);
    await closing;
    jest.useRealTimers();
  });

  it('is performed once its time has come; its outcome is recorded, and ends the work', async () => {
    office.owe('now');
    office.owe('later', 5_000);
    started();
    await pass(200);
    expect(office.sent.map(({ to }) => to)).toEqual(['now']);
    expect(office.of('NoticeSent')).toEqual([{ receipt: 'receipt of now' }]);
    expect([...office.owed.keys()]).toEqual(['later']);
    await pass(60_000);
    expect(office.sent.map(({ to }) => to)).toEqual(['now', 'later']);
    expect(office.of('NoticeSent')).toHaveLength(2);
    expect(office.owed.size).toBe(0);
  });

  it('is recorded by System, on behalf of what caused it', async () => {
    office.owe('now');
    const [caused] = office.log;
    await node().tick();
    const [record] = office.asked;
    expect(record).toBeInstanceOf(RecordNotice);
    expect(requestOf(record!)).toMatchObject({ causationId: caused?.id, correlationId: caused?.correlationId });
    expect(requestOf(record!).caller.offices.map(({ office: name }) => name)).toEqual(['System']);
  });

  it('that fails for now is tried again, under the same idempotency key', async () => {
    office.owe('now');
    office.send = async () => {
      if (office.sent.length < 3) throw new EffectFailed('the server is away', { passing: true });
      return 'taken';
    };
    started();
    await pass(5_000);
    expect(office.keys).toHaveLength(3);
    expect(new Set(office.keys).size).toBe(1);
    expect(office.of('NoticeSent')).toEqual([{ receipt: 'taken' }]);
    expect(office.of('WorkParked')).toEqual([]);
  });

  it('has another idempotency key for each piece of work, and for the same notice owed again', async () => {
    office.owe('one');
    office.owe('two');
    await node().tick();
    office.owe('one');
    await node().tick();
    expect(office.sent.map(({ to }) => to)).toEqual(['one', 'two', 'one']);
    expect(new Set(office.keys).size).toBe(3);
  });

  it('that fails for good is parked at once, with its reason', async () => {
    office.owe('now');
    office.send = async () => {
      throw new EffectFailed('no such address', { passing: false });
    };
    started();
    await pass(60_000);
    expect(office.sent).toHaveLength(1);
    expect(office.of('WorkParked')).toEqual([expect.objectContaining({ key: 'now', reason: 'no such address', attempts: 1 })]);
  });

  it('that fails for now again and again is parked, with its reason', async () => {
    office.owe('now');
    office.send = async () => {
      throw new EffectFailed('the server is away', { passing: true });
    };
    started();
    await pass(60_000);
    expect(office.sent).toHaveLength(3);
    expect(office.of('WorkParked')).toEqual([expect.objectContaining({ reason: 'the server is away', attempts: 3 })]);
  });

  it('tells nothing of an unexpected error but its name', async () => {
    office.owe('now');
    office.send = async () => {
      throw new RangeError('password hunter2 refused for bo@example.org');
    };
    started();
    await pass(60_000);
    expect(office.of('WorkParked')).toEqual([expect.objectContaining({ reason: 'unexpected RangeError', attempts: 3 })]);
    expect(office.warned).toEqual(Array(3).fill('unexpected RangeError'));
  });

  it('cannot give as its reason what a server answered or a person’s address', () => {
    for (const reason of ['550 5.1.1 <bo@example.org>: unknown', 'Bo Lee has moved', '', 'a'.repeat(201)])
      expect(() => new EffectFailed(reason, { passing: false })).toThrow('the reason of an EffectFailed is at most 200 of a-z');
    expect(new EffectFailed('refused with 550', { passing: false })).toMatchObject({ reason: 'refused with 550', passing: false });
  });

  it('that takes too long is told so and has failed, even where it does not listen', async () => {
    office.owe('now');
    office.owe('other');
    office.send = ({ to }) => (to === 'now' ? never() : Promise.resolve('taken'));
    started();
    await pass(950);
    expect(office.sent[0]?.signal.aborted).toBe(false);
    expect(office.of('NoticeSent')).toEqual([{ receipt: 'taken' }]);
    await pass(100);
    expect(office.sent[0]?.signal.aborted).toBe(true);
    await pass(60_000);
    expect(office.sent.filter(({ to }) => to === 'now')).toHaveLength(3);
    expect(office.of('WorkParked')).toEqual([expect.objectContaining({ key: 'now', reason: 'not done in time', attempts: 3 })]);
  });

  it('whose attempt ended too late is recorded only by the attempt that was in time', async () => {
    office.owe('now');
    let arrive = (_: string) => {};
    const late = new Promise<string>((resolve) => {
      arrive = resolve;
    });
    office.send = () => (office.sent.length === 1 ? late : Promise.resolve('second'));
    started();
    await pass(1_050);
    arrive('first');
    await pass(5_000);
    expect(office.of('NoticeSent')).toEqual([{ receipt: 'second' }]);
    expect(new Set(office.keys).size).toBe(1);
  });

  it('is performed eight pieces at a time, until all are done', async () => {
    for (let i = 0; i < 40; i += 1) office.owe(`notice ${i}`);
    let [now, most] = [0, 0];
    office.send = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
      return 'taken';
    };
    started();
    await pass(2_000);
    expect(most).toBe(8);
    expect(office.of('NoticeSent')).toHaveLength(40);
    expect(office.sent).toHaveLength(40);
  });

  it('keeps no request waiting for its answer', async () => {
    office.owe('now');
    office.send = never;
    const runner = started();
    await jest.advanceTimersByTimeAsync(10);
    expect(office.sent).toHaveLength(1);
    const correlationId = office.log[0]!.correlationId;
    expect(await runner.settled(correlationId, async () => {}, office.clock.now() + 2_000)).toEqual([]);
  });

  it('waits where the rows cannot show what the log holds', async () => {
    office.owe('now');
    let lagging = true;
    started({
      caughtUp: async () => {
        if (lagging) throw refusal('view.lagging');
      },
    });
    await pass(60_000);
    expect(office.sent).toEqual([]);
    expect(office.of('WorkParked')).toEqual([]);
    lagging = false;
    await pass(60_000);
    expect(office.sent).toHaveLength(1);
  });

  describe('that was performed', () => {
    const isRecord = (command: object) => command instanceof RecordNotice;

    it('is not performed again while the log is away: its outcome is kept and recorded later, once', async () => {
      office.owe('now');
      let away = true;
      office.refuses = () => {
        if (away) throw refusal('store.unavailable');
      };
      started();
      await pass(60_000);
      expect(office.asked.length).toBeGreaterThan(3);
      expect(new Set(office.asked.map((command) => requestOf(command).commandId)).size).toBe(1);
      away = false;
      await pass(60_000);
      expect(office.sent).toHaveLength(1);
      expect(office.of('NoticeSent')).toEqual([{ receipt: 'receipt of now' }]);
      expect(office.of('WorkParked')).toEqual([]);
    });

    it('and whose record is refused, is parked without being performed again; released, it is performed again under the same key', async () => {
      office.owe('now');
      let refused = true;
      office.refuses = (command) => {
        if (refused && isRecord(command)) throw refusal('resource.not-found');
      };
      started();
      await pass(60_000);
      expect(office.sent).toHaveLength(1);
      expect(office.asked.filter(isRecord)).toHaveLength(3);
      expect(office.of('WorkParked')).toEqual([expect.objectContaining({ reason: expect.stringMatching(/^resource.not-found: /) })]);
      refused = false;
      office.release();
      await pass(60_000);
      expect(office.sent).toHaveLength(2);
      expect(new Set(office.keys).size).toBe(1);
      expect(office.of('NoticeSent')).toHaveLength(1);
    });

    it('is performed again under the same key where the process ended before the outcome was recorded', async () => {
      office.owe('now');
      office.refuses = () => {
        throw refusal('store.unavailable');
      };
      const first = started();
      await pass(100);
      await first.close();
      office.refuses = () => {};
      started();
      await pass(100);
      expect(office.sent).toHaveLength(2);
      expect(new Set(office.keys).size).toBe(1);
      expect(office.of('NoticeSent')).toHaveLength(1);
    });

    it('and recorded, is not performed again by a process that began before the rows showed it', async () => {
      office.owe('now');
      await node().tick();
      office.shown = 1;
      const caughtUp = async () => {
        office.shown = undefined;
      };
      await node({ caughtUp }).tick();
      expect(office.sent).toHaveLength(1);
      expect(office.asked).toHaveLength(1);
    });

    it('on two nodes at once, is recorded once, whatever both outcomes are', async () => {
      office.owe('now');
      office.shown = 1;
      office.send = async () => `receipt ${office.sent.length}`;
      for (const each of [node(), node()]) await each.tick();
      expect(office.keys).toHaveLength(2);
      expect(new Set(office.keys).size).toBe(1);
      expect(office.of('NoticeSent')).toEqual([{ receipt: 'receipt 1' }]);
      await pass(60_000);
      expect(office.of('WorkParked')).toEqual([]);
    });

    it('and whose record does not end it, is recorded again under the same id, and not performed again', async () => {
      office.owe('now');
      office.shown = 1;
      started();
      await pass(300_000);
      expect(office.asked.length).toBeGreaterThan(3);
      expect(new Set(office.asked.map((command) => requestOf(command).commandId)).size).toBe(1);
      expect(office.sent).toHaveLength(1);
      expect(office.of('NoticeSent')).toHaveLength(1);
    });
  });

  it('that was parked is performed again once it is released, under the same key', async () => {
    office.owe('now');
    const send = office.send;
    office.send = async () => {
      throw new EffectFailed('no such address', { passing: false });
    };
    started();
    await pass(60_000);
    office.send = send;
    office.release();
    await pass(60_000);
    expect(office.keys).toHaveLength(2);
    expect(new Set(office.keys).size).toBe(1);
    expect(office.of('NoticeSent')).toHaveLength(1);
    expect(office.owed.size).toBe(0);
  });

  it('that was parked is not performed again while the rows do not show it yet', async () => {
    office.owe('now');
    office.send = async () => {
      throw new EffectFailed('no such address', { passing: false });
    };
    office.shown = 1;
    const caughtUp = async () => {
      office.shown = office.log.length;
    };
    started({ caughtUp });
    await pass(60_000);
    expect(office.sent).toHaveLength(1);
    expect(office.of('WorkParked')).toHaveLength(1);
  });

  it('that cannot be parked is parked later', async () => {
    office.owe('now');
    office.send = async () => {
      throw new EffectFailed('no such address', { passing: false });
    };
    let away = true;
    office.refuses = () => {
      if (away) throw refusal('store.unavailable');
    };
    started();
    await pass(20_000);
    expect(office.sent).toHaveLength(1);
    away = false;
    await pass(60_000);
    expect(office.of('WorkParked')).toHaveLength(1);
  });

  describe('of a node that does not hold the lease of the work', () => {
    it('is not performed', async () => {
      office.owe('now');
      await node({ mine: () => false }).tick();
      expect(office.sent).toEqual([]);
    });

    it('is not performed where the lease was lost while the node made sure that it is owed', async () => {
      office.owe('now');
      let mine = true;
      const caughtUp = async () => {
        mine = false;
      };
      await node({ mine: () => mine, caughtUp }).tick();
      expect(office.sent).toEqual([]);
    });

    it('is recorded where the lease was lost after it had begun', async () => {
      office.owe('now');
      let mine = true;
      office.send = async () => {
        mine = false;
        return 'taken';
      };
      await node({ mine: () => mine }).tick();
      expect(office.of('NoticeSent')).toEqual([{ receipt: 'taken' }]);
    });

    it('is neither tried again nor parked where it failed after the lease was lost', async () => {
      office.owe('now');
      let mine = true;
      office.send = async () => {
        mine = false;
        throw new EffectFailed('no such address', { passing: false });
      };
      started({ mine: () => mine });
      await pass(60_000);
      expect(office.sent).toHaveLength(1);
      expect(office.of('WorkParked')).toEqual([]);
    });
  });

  it('in hand is finished and recorded before the node closes', async () => {
    office.owe('now');
    office.send = () => new Promise((resolve) => setTimeout(() => resolve('taken'), 500));
    const runner = started();
    await pass(100);
    const closed = runner.close();
    await pass(600);
    await closed;
    expect(office.of('NoticeSent')).toEqual([{ receipt: 'taken' }]);
  });
});
