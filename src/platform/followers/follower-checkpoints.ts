import type { DataSource } from 'typeorm';
import { beginning } from '../events/envelope.js';
import { reading, transaction } from '../vault/database.js';
import { LogFollowerRow } from '../vault/tables.js';
import type { FollowerCheckpoint } from './follower.js';

/** A follower's checkpoint, and the right to move it. */
export interface Tenure extends FollowerCheckpoint {
  readonly name: string;
  readonly tenure: number;
}

/** The durable checkpoints. Each tenure takes the right to move its checkpoint from the one before. */
export class FollowerCheckpoints {
  constructor(private readonly accounts: DataSource) {}

  begin(name: string): Promise<Tenure> {
    return transaction(this.accounts, async (manager) => {
      const first = { name, position: beginning, eventId: null, tenure: 0, stopped: null };
      await manager.createQueryBuilder().insert().into(LogFollowerRow).values(first).orIgnore().execute();
      await manager.increment(LogFollowerRow, { name }, 'tenure', 1);
      await manager.update(LogFollowerRow, { name }, { stopped: null });
      return manager.findOneByOrFail(LogFollowerRow, { name });
    });
  }

  /** Resolves with false where a later tenure has begun; then nothing changes. */
  async move({ name, tenure }: Tenure, { position, eventId }: FollowerCheckpoint, stopped: string | null = null): Promise<boolean> {
    const { affected } = await transaction(this.accounts, (manager) =>
      manager.update(LogFollowerRow, { name, tenure }, { position, eventId, stopped }),
    );
    return affected === 1;
  }

  all(): Promise<readonly LogFollowerRow[]> {
    return reading(this.accounts, (manager) => manager.find(LogFollowerRow));
  }
}
