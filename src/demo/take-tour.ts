import { coaching } from './stories/coaching.js';
import { council } from './stories/council.js';
import { grievance } from './stories/grievance.js';
import { lookingBack } from './stories/looking-back.js';
import { connect } from './tour/connect.js';
import { Narrator, type Stage } from './tour/narrator.js';
import { Tour } from './tour/tour.js';

export interface Way {
  /** Origin of the server, without a final slash. */
  readonly address: string;
  /** File with the demonstration's logins. */
  readonly logins: string;
  readonly stage: Stage;
  /** Runs `casebook replay --verify` on the server's data. */
  readonly verify: () => Promise<{ readonly code: number; readonly output: string }>;
}

/**
 * Runs the whole tour. Throws NothingToTour where it cannot begin, and TourStopped where an answer
 * differs from its story.
 */
export async function takeTour({ address, logins, stage, verify }: Way): Promise<void> {
  const { players, today } = await connect(address, logins);
  const narrator = new Narrator(stage);
  const tour = new Tour(address, players, today, narrator);
  narrator.opens(
    `Three cases at ${address}, worked by the people of the demonstration city. Each step tells what happens, the request as it was sent and the answer as it came; … marks what is left out of an answer. Times are of today, ${today}, and every name is invented.`,
  );
  await coaching(tour);
  const grieved = await grievance(tour);
  const against = await council(tour);
  await lookingBack(tour, grieved, against, verify);
  narrator.closes(`That was the tour: ${tour.steps} steps, each answered as told. It may be taken again on the same data.`);
}
