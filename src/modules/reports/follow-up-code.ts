import { IsString, MaxLength } from 'class-validator';
import type { FollowUpCodes } from '../../platform/accounts/follow-up-codes.js';
import { platformRefusals, Refusal, refuseFrom } from '../../platform/refusals/refuse.js';
import type { Rate, RateLimit } from '../../platform/throttling/rate-limit.js';
import { reportRefusals } from './report.refusals.js';

const refuse = refuseFrom(reportRefusals.table);
const minute = 60_000;
const followRate: Rate = { burst: 60, every: minute };

/** The code that was shown when the report was received. It goes in the body: addresses end up in logs. */
export class FollowUpCode {
  @IsString() @MaxLength(100) code!: string;
}

/** What a route that takes a follow-up code refuses. */
export const followUpRefusals = reportRefusals('report.too-many', 'report.code-unknown');

/** Refuses with report.too-many where this address asked too often. */
export async function limited(rates: RateLimit, what: string, from: string, rate: Rate): Promise<void> {
  const retryAfter = await rates.take(what, from, rate);
  if (retryAfter > 0) refuse('report.too-many', { retryAfter });
}

/** The id of the report that a code opens to this address. Refuses with report.too-many and report.code-unknown. */
export async function opened(code: string, from: string, codes: FollowUpCodes, rates: RateLimit): Promise<string> {
  await limited(rates, 'follow-up', from, followRate);
  return (await codes.opens(code)) ?? refuse('report.code-unknown');
}

/** A code whose report was never written is a wrong one. */
export const withoutReport = (error: unknown): never => {
  if (error instanceof Refusal && ['access.not-permitted', 'resource.not-found'].includes(error.code)) return refuse('report.code-unknown');
  throw error;
};

/** How often one network may report without a login. */
export const intakeRate: Rate = { burst: 20, every: 3 * minute };
/** What any route without a login can refuse while the node cannot work. */
export const publicRefusals = platformRefusals(
  'view.lagging',
  'view.building',
  'view.stopped',
  'store.unavailable',
  'store.unsettled',
  'store.too-large',
  'store.contended',
);

/** What whoever reported follows the report with. */
export class OfferedCode {
  code!: string;
}

/** The follow-up code is shown this once. */
export class GivenCode {
  code!: string;
}
