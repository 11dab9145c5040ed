import type { Any } from './invariants/impartiality.js';

/** The city's ladders, grievance steps and versions of the policy, as the events set them. */
export class ProcedureInForce {
  private readonly ladders: Any['data'][] = [];
  private readonly procedures: Any['data'][] = [];
  private readonly versions: Any['data'][] = [];

  take({ type, data }: Any): void {
    if (type === 'LadderSet') this.ladders.push(data);
    if (type === 'GrievanceStepsSet') this.procedures.push(data);
    if (type === 'PolicyVersionAdopted' || type === 'PolicyAmended') this.versions.push(data);
  }

  /** Rungs of a track on a day, the lightest first. */
  rungs(track: string, day: string): Any['data'][] {
    const ladder = this.ladders.findLast((one) => one.track === track && one.effectiveFrom <= day);
    return (ladder?.rungs ?? []).toSorted((a: Any['data'], b: Any['data']) => a.order - b.order);
  }
  /** Who hears the steps of a track's grievances, in turn: an office, Council, or null for somebody outside. */
  hearers(track: string, day: string): (string | null)[] {
    const procedure = this.procedures.findLast((one) => one.track === track && one.effectiveFrom <= day);
    return (procedure?.steps ?? []).map(({ hears }: { hears: string | null }) => hears);
  }
  /** The version of the policy in force on a day. */
  version(day: string): string | undefined {
    const sorted = this.versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
    return sorted.findLast(({ effectiveFrom }) => effectiveFrom <= day)?.version;
  }
}
