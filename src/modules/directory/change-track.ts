import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { directoryRefusals } from './directory.refusals.js';
import { EmploymentTrackChanged, people, type Track, tracks } from './person.js';

/**
 * Puts a person on another employment track from a day on. From the first day of the current track,
 * it corrects that track.
 */
export class ChangeTrack extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsIn(tracks) track!: Track;
  @IsDay() from!: Day;
}

export const ChangeTrackHandler = commandHandler(ChangeTrack, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR')],
  refuses: directoryRefusals('person.not-in-service', 'person.track-unchanged', 'person.track-dates-descend'),
  opens: (state, { refuse }) => (state.status === 'left' ? refuse('person.not-in-service') : state),
  decide({ track, from }, state, { refuse }) {
    const stands = state.tracks.at(-1)!;
    if (stands.track === track) return refuse('person.track-unchanged');
    if (from < stands.from) return refuse('person.track-dates-descend', { standsFrom: stands.from });
    return [EmploymentTrackChanged({ track, from })];
  },
});
