import { plusDays } from '../../src/platform/clock.js';
import type { Courses } from './courses.js';
import { type Any, dayOf, fail } from './judging.js';
import { lastOf } from './times.js';

/** How many days a reporter has between an announcement and the disclosure, where the city set no terms of its own. */
const daysToDisclose = 7;

/** What must hold of what hangs on a case: interviews, evidence shown, and who is told who sent a report. */
export class Items {
  private readonly disclosures = new Map<string, { readonly notBefore: string; readonly person: string | null }>();
  private readonly interviews = new Map<string, { as: string; person: string | null; held: boolean; told: boolean }>();

  constructor(private readonly courses: Courses) {}

  take(event: Any, kind: string, id: string): void {
    if (kind === 'report') this.discloses(event);
    if (kind === 'interview') this.interviewed(event, id);
    if (event.type === 'EvidenceDisclosed' && !this.told(event.data.caseId, event.data.subject))
      fail('shown evidence before they were told of anything', event);
  }

  private discloses(event: Any): void {
    const { type, data, recordedAt } = event;
    if (type === 'DisclosureAnnounced') {
      if (data.toldOn > dayOf(event)) fail('told on a day to come', event);
      if (lastOf(data.notBefore) !== plusDays(data.toldOn, daysToDisclose)) fail('disclosed on another day', event);
      this.disclosures.set(data.disclosureId, data);
    }
    if (type !== 'ReporterDisclosed') return;
    const announced = this.disclosures.get(data.disclosureId);
    if (!announced) throw fail('disclosed without telling the reporter first', event);
    if (recordedAt < announced.notBefore) fail('disclosed before the reporter had their time', event);
    if (data.person !== announced.person) fail('disclosed to another', event);
  }

  private interviewed(event: Any, id: string): void {
    const { type, data } = event;
    if (type === 'IntervieweeIdentified') this.interviews.set(id, { as: data.as, person: data.person, held: false, told: true });
    const one = this.interviews.get(id);
    if (type !== 'InterviewHeld' && type !== 'SubjectHeardUntold') return;
    if (!one) throw fail('nobody was interviewed', event);
    const told = one.as !== 'subject' || (one.person !== null && this.told(data.caseId, one.person));
    if (type === 'SubjectHeardUntold' && told) fail('a reason for what needs none', event);
    if (type === 'InterviewHeld') {
      if (one.held) fail('held a second time', event);
      if (data.on > dayOf(event)) fail('held on a day to come', event);
      Object.assign(one, { held: true, told });
    } else one.told = true;
  }
  /** Once every event of a command is in. */
  settled(): void {
    for (const [id, { held, told }] of this.interviews)
      if (held && !told) throw new Error(`a subject was heard before they were told: interview ${id}`);
  }
  private told(caseId: string, subject: string): boolean {
    return [...this.courses.all.values()].some(
      (one) => one.caseId === caseId && one.subject === subject && (one.everTold || one.decides !== null),
    );
  }
}

/** What was written for a command, judged by what was asked. Throws where it leaves out what the command had to say. */
export function fits(command: object, written: readonly Any[]): void {
  const { outcome, reliesOnUndisclosedSourceAlone } = command as { outcome?: string; reliesOnUndisclosedSourceAlone?: boolean };
  const found = written.find(({ type }) => type === 'FindingRecorded');
  if (found && outcome === 'sustained' && reliesOnUndisclosedSourceAlone && found.data.soleSource === null)
    fail('sustained on an undisclosed source alone without a reason', found);
}
