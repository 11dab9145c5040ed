import { IsString, MaxLength } from 'class-validator';
import type { FollowUpCodes } from '../../platform/accounts/follow-up-codes.js';
import { platformRefusals, Refusal, refuseFrom } from '../../platform/refusals/refuse.js';
import type { Rate, RateLimit } from '../../platform/throttling/rate-limit.js';
import { reportRefusals } from './report.refusals.js';

const refuse = refuseFrom(reportRefusals.table);
const minute = 60_000;
const followRate: Rate = { burst: 60, every: minute };

/**
 * The code that was shown when the report was received. It is sent in the body, since addresses end
 * up in logs.
 */
export class FollowUpCode {
  @IsString() @MaxLength(100) code!: string;
}

/** Refusals of every route that takes a follow-up code. */
export const followUpRefusals = reportRefusals('report.too-many', 'report.code-unknown');

/** Refuses with report.too-many if this address has asked too often. */
export async function limited(rates: RateLimit, what: string, from: string, rate: Rate): Promise<void> {
  const retryAfter = await rates.take(what, from, rate);
  if (retryAfter > 0) refuse('report.too-many', { retryAfter });
}

/** Id of the report that the code opens. Refuses with report.too-many or report.code-unknown. */
export async function opened(code: string, from: string, codes: FollowUpCodes, rates: RateLimit): Promise<string> {
  await limited(rates, 'follow-up', from, followRate);
  return (await codes.opens(code)) ?? refuse('report.code-unknown');
}

/** A code whose report was never written is refused like a wrong code. */
export const withoutReport = (error: unknown): never => {
  if (error instanceof Refusal && ['access.not-permitted', 'resource.not-found'].includes(error.code)) return refuse('report.code-unknown');
  throw error;
};

/** How often one network may report without a login. */
export const intakeRate: Rate = { burst: 20, every: 3 * minute };
/** Refusals of every route without a login while the node cannot work. */
export const publicRefusals = platformRefusals(
  'view.lagging',
  'view.building',
  'view.stopped',
  'store.unavailable',
  'store.unsettled',
  'store.too-large',
  'store.contended',
);

/** The code with which the sender follows the report. */
export class OfferedCode {
  code!: string;
}

/** The follow-up code is shown only in this answer. */
export class GivenCode {
  code!: string;
}
