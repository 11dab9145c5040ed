import { Command } from '@nestjs/cqrs';
import { IsInt, IsString, IsUUID, MaxLength, Min } from 'class-validator';
import { Integer, String as Text } from 'typebox';
import { office, system } from '../access/access.js';
import { commandHandler, type Receipt } from '../commands/command-handler.js';
import { event } from '../events/event.js';
import type { Stream } from '../events/stream.js';
import { derivedId } from '../ground/ids.js';
import { refusals } from '../refusals/refuse.js';

const about = { process: Text({ maxLength: 60 }), key: Text({ maxLength: 300 }), causedBy: Text() };

/** A process gave up a piece of work after its retries; a person must look. */
export const WorkParked = event('WorkParked', 1, 'internal', { ...about, reason: Text({ maxLength: 500 }), attempts: Integer() });
/** Someone removed the obstacle; the process tries again. */
export const WorkReleased = event('WorkReleased', 1, 'internal', about);
export const workEvents = { WorkParked, WorkReleased };

interface About {
  process: string;
  key: string;
  causedBy: string;
}
export type WorkState = { status: 'absent' } | ({ status: 'parked' | 'released' } & About);

/** A piece of work that could not proceed. */
export const work: Stream<WorkState, typeof workEvents> = {
  name: 'work',
  initial: { status: 'absent' },
  events: workEvents,
  evolve: {
    WorkParked: (_, { data: { process, key, causedBy } }) => ({ status: 'parked', process, key, causedBy }),
    WorkReleased: (_, { data }) => ({ status: 'released', ...data }),
  },
};

export const workKey = (process: string, causedBy: string, key: string): string => derivedId('work', process, causedBy, key);

export const workRefusals = refusals({
  'work.parked-already': { status: 409, says: 'This work is parked already.' },
  'work.not-parked': { status: 409, says: 'This work is not parked.' },
});

/** Parks a piece of work. Only the process runner gives it. */
export class ParkWork extends Command<Receipt> {
  @IsString() @MaxLength(60) process!: string;
  @IsString() @MaxLength(300) key!: string;
  @IsUUID() causedBy!: string;
  @IsString() @MaxLength(500) reason!: string;
  @IsInt() @Min(1) attempts!: number;
}

export const ParkWorkHandler = commandHandler(ParkWork, {
  stream: work,
  of: ({ process, key, causedBy }) => workKey(process, causedBy, key),
  creates: true,
  extends: true,
  may: [system],
  refuses: workRefusals('work.parked-already'),
  opens: (state, { refuse }) => (state.status === 'parked' ? refuse('work.parked-already') : state),
  decide({ process, key, causedBy, reason, attempts }) {
    return [WorkParked({ process, key, causedBy, reason, attempts })];
  },
});

/** Lets a parked piece of work be tried again. */
export class ReleaseWork extends Command<Receipt> {
  @IsUUID() workId!: string;
}

export const ReleaseWorkHandler = commandHandler(ReleaseWork, {
  stream: work,
  of: ({ workId }) => workId,
  may: [office('IT Director'), office('City Manager')],
  refuses: workRefusals('work.not-parked'),
  opens: (state, { refuse }) => (state.status === 'parked' ? state : refuse('work.not-parked')),
  decide(_, state) {
    return [WorkReleased({ process: state.process, key: state.key, causedBy: state.causedBy })];
  },
});
