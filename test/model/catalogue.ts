import { caseIdOf } from '../../src/modules/cases/open-case.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { derivedId } from '../../src/platform/ground/ids.js';
import { type CastMember, members } from '../kit/city.js';
import { type Planted, type Scene, stranger } from './scene.js';

/** What there is in the town to step on: its people, the reports and what hangs on them, and what was planted. */
export class Things {
  readonly planted: Planted[] = [];
  readonly reports: string[] = [];
  private readonly caseIdOf = new Map<string, string>();
  private readonly things = new Map<string, { id: string; caseId: string }[]>();

  constructor(
    readonly people: ReadonlyMap<CastMember, string>,
    /** Contractors without a place in any department. */
    readonly outsiders: readonly string[],
  ) {}

  get caseIds(): string[] {
    return this.reports.map((id) => {
      const known = this.caseIdOf.get(id) ?? caseIdOf(id);
      this.caseIdOf.set(id, known);
      return known;
    });
  }
  ids(kind: string): string[] {
    return (this.things.get(kind) ?? []).map(({ id }) => id);
  }
  of(kind: string, caseId: string): string[] {
    return (this.things.get(kind) ?? []).flatMap((one) => (one.caseId === caseId ? [one.id] : []));
  }

  note({ type, stream, data }: StoredEvent): void {
    const { caseId = '', ...given } = data as Record<string, string>;
    const id = stream.slice(stream.indexOf('-') + 1);
    const keep = (kind: string, thing: string, of = caseId) =>
      this.things.set(kind, [...(this.things.get(kind) ?? []), { id: thing, caseId: of }]);
    if (type === 'ReportReceived') this.reports.push(id);
    if (type === 'EvidenceReceived') keep('evidenceId', id);
    if (type === 'EvidenceDisclosed') keep('disclosed', id, given.proceedingId);
    if (type === 'InterviewPlanned') keep('interviewId', id);
    if (type === 'PriorDisciplineEntered') keep('entryId', id, '');
    for (const name of ['mitigationId', 'holdId', 'measureId'])
      if (given[name] && /Begun|Placed|Ordered/.test(type)) keep(name, given[name], id);
    if (type === 'CheckInScheduled') keep('checkInId', given.checkInId ?? '', id);
    if (type === 'DisclosureAnnounced') keep('disclosureId', given.disclosureId ?? '', id);
  }

  plant(what: Planted['what']): string {
    const text = `Qxz${derivedId('planted', String(this.planted.length)).slice(0, 13)}zxQ`;
    this.planted.push({ text, what });
    return text;
  }

  person({ dice }: Pick<Scene, 'dice'>): string {
    const likely: CastMember[] = [
      'Subject',
      'Subject',
      'Subject',
      'Employee',
      'Employee',
      'Reporter',
      'Designee',
      'Director',
      'City Manager',
      'Communications Manager',
    ];
    return this.people.get(dice.roll(3) ? (dice.of(likely) ?? 'Subject') : (dice.of(members) ?? 'Subject')) ?? '';
  }
  thing(name: string, { caseId, dice }: Scene): string {
    const all = this.things.get(name) ?? [];
    const own = all.filter((one) => one.caseId === caseId);
    return dice.of(own.length > 0 && dice.roll(12) ? own : all)?.id ?? stranger;
  }
}
