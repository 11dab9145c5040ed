import type { OfficesHeld } from '../offices-held.js';
import type { ProcedureInForce } from '../procedure-in-force.js';
import { type Any, dayOf, fail } from './impartiality.js';

/** Who takes a case in, investigates it and decides it. */
export interface CaseAuthority {
  intake: readonly string[];
  decides: string;
  investigator: { readonly person: string; readonly from: string | null; readonly to: string | null } | null;
  /** Person ids of whoever investigated or decided. */
  worked: Set<string>;
  /** Counsel’s last word on the report in hand. */
  reviewed: string | null;
}
export const newCaseAuthority = (): CaseAuthority => ({
  intake: [],
  decides: 'City Manager',
  investigator: null,
  worked: new Set(),
  reviewed: null,
});

const clerks = ['City Clerk', 'City Attorney'];
const acts = new Set(['DeterminationIssued', 'InvestigationReportReturned', 'CaseReopened']);
const investigates = new Set(['FindingRecorded', 'InvestigationReportFiled']);
const takesIn = new Set(['InvestigationOpened', 'CaseDeclined']);

/** What must hold of who does what in a case, and of the deed that is alleged. */
export class CaseAuthorities {
  constructor(
    private readonly seats: OfficesHeld,
    private readonly laws: ProcedureInForce,
  ) {}

  async take(bench: CaseAuthority, event: Any, parties: ReadonlySet<string>, subjects: ReadonlySet<string>): Promise<void> {
    const { type, data, actor } = event;
    const today = dayOf(event);
    const council = bench.decides === 'Council';
    if (acts.has(type)) {
      if (council !== (data.act !== null)) fail('decided without Council’s act, or by one that is not Council’s', event, { bench });
      if (data.act && data.act.meetingOn > today) fail('decided by a meeting yet to be held', event);
      if (!(council ? clerks : [bench.decides]).includes(actor.office)) fail('decided by another', event, { decides: bench.decides });
    }
    if (takesIn.has(type) && actor.office !== 'System' && !bench.intake.includes(actor.office))
      fail('triaged by another', event, { intake: bench.intake });
    if (investigates.has(type)) {
      const { investigator } = bench;
      if (investigator?.person !== actor.person) throw fail('another investigates', event, { investigator });
      if ((investigator.from ?? today) > today || (investigator.to ?? today) < today) fail('investigates outside the days agreed', event);
    }
    switch (type) {
      case 'AuthoritySettled':
        bench.intake = data.intake;
        bench.decides = data.decides;
        await this.settled(event, parties, subjects);
        break;
      case 'InvestigatorAssigned':
      case 'InvestigatorEngaged':
        if ((await this.seats.holders(bench.decides)).includes(data.investigator)) fail('who decides investigates', event);
        if (type === 'InvestigatorEngaged' && (data.to < data.from || data.to < today)) fail('engaged for no day', event);
        if (type === 'InvestigatorAssigned' && (await this.seats.track(data.investigator)) === 'contractor')
          fail('a contractor investigates without being engaged', event);
        bench.investigator = { person: data.investigator, from: data.from ?? null, to: data.to ?? null };
        bench.worked.add(data.investigator);
        break;
      case 'InvestigatorReleased':
      case 'CaseReopened':
        bench.investigator = null;
        break;
      case 'CaseHandledInformally':
        bench.worked.add(actor.person);
        break;
      case 'InvestigationReportFiled':
        bench.reviewed = null;
        break;
      case 'InvestigationReportReviewed':
        bench.reviewed = data.opinion;
        break;
      case 'DeterminationIssued':
        if ((data.overReview !== null) !== (bench.reviewed === 'insufficient')) fail('counsel’s review is not answered', event, { bench });
        this.aware(event);
        bench.worked.add(actor.person);
        break;
      case 'AllegationFramed':
        this.alleged(event);
        break;
      default:
    }
  }

  /** Who decides is no party, and stands below nobody whom it is about. */
  private async settled(event: Any, parties: ReadonlySet<string>, subjects: ReadonlySet<string>): Promise<void> {
    const { decides, intake } = event.data;
    if (decides !== 'Council')
      for (const person of await this.seats.holders(decides)) {
        if (parties.has(person)) fail('a party is to decide', event, { person });
        for (const subject of subjects) if (await this.seats.above(subject, person)) fail('decides on a superior', event, { subject });
      }
    for (const office of intake) {
      const holders = await this.seats.holders(office);
      if (holders.length > 0 && holders.every((person) => parties.has(person))) fail('parties take it in', event, { office });
    }
  }

  /** Where a subject had not acknowledged the version they broke, it says why that does not matter. */
  private aware(event: Any): void {
    const { outcomes, acknowledged, acknowledgementReason } = event.data;
    const sustained = new Set(
      outcomes.filter(({ outcome }: Any['data']) => outcome === 'sustained').map(({ subject }: Any['data']) => subject),
    );
    const unaware = acknowledged.some((one: Any['data']) => sustained.has(one.subject) && !one.acknowledged);
    if (unaware && acknowledgementReason === null) fail('nobody says why it does not matter that it was not acknowledged', event);
  }

  /** Of the version in force when it was done, all through it, and done by now; by somebody else than who alleges it. */
  private alleged(event: Any): void {
    const { deed, subject, policyVersion } = event.data;
    if (subject === event.actor.person) fail('alleges their own deed', event);
    if ('unknown' in deed) return;
    if (deed.to > dayOf(event)) fail('done on a day to come', event);
    if (deed.to < deed.from) fail('ended before it began', event);
    const versions = [this.laws.version(deed.from), this.laws.version(deed.to)];
    if (versions.some((version) => version !== policyVersion)) fail('under another version of the policy', event, { versions });
  }

  /** Nobody above the accused has a part in what tells of retaliation, where somebody else is left. */
  async keptOut(event: Any, accused: ReadonlySet<string>): Promise<void> {
    const { keptOut } = event.data;
    const above: string[] = [];
    for (const person of await this.seats.holders())
      for (const one of accused) if (!accused.has(person) && (await this.seats.above(person, one))) above.push(person);
    const left = (await Promise.all(clerks.map((office) => this.seats.holders(office)))).flat().some((person) => !accused.has(person));
    const due = above.filter((person) => person !== event.actor.person && !keptOut.includes(person));
    if (left && due.length > 0) fail('those above the accused have a part in it', event, { due });
  }
}
