import { plusDays } from '../../../src/platform/ground/clock.js';
import type { Courses } from './course-of-cases.js';
import { lastOf } from './deadlines.js';
import { type Any, dayOf, fail } from './impartiality.js';

/** How many days a reporter has between an announcement and the disclosure, where the city set no terms of its own. */
const daysToDisclose = 7;

/** What must hold of what hangs on a case: interviews, evidence shown, and who is told who sent a report. */
export class EvidenceAndDisclosures {
  private readonly disclosures = new Map<string, { readonly notBefore: string; readonly person: string | null }>();
  private readonly held = new Set<string>();

  constructor(private readonly courses: Courses) {}

  take(event: Any, kind: string, id: string): void {
    if (kind === 'report') this.discloses(event);
    if (kind === 'interview') this.interviewed(event, id);
    const { type, data } = event;
    if (type === 'EvidenceDisclosed' && !this.told(data.caseId, data.subject) && !this.shown(data.caseId, data.subject))
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
    if (event.type !== 'InterviewHeld') return;
    if (this.held.has(id)) fail('held a second time', event);
    if (event.data.on > dayOf(event)) fail('held on a day to come', event);
    this.held.add(id);
  }
  private told(caseId: string, subject: string): boolean {
    return [...this.courses.all.values()].some((one) => one.caseId === caseId && one.subject === subject && one.firstTold !== null);
  }
  private shown(caseId: string, subject: string): boolean {
    return [...this.courses.all.values()].some((one) => one.caseId === caseId && one.subject === subject && one.decides !== null);
  }
}

/** What was written for a command, judged by what was asked. Throws where it leaves out what the command had to say. */
export function fits(command: object, written: readonly Any[]): void {
  const { outcome, reliesOnUndisclosedSourceAlone } = command as { outcome?: string; reliesOnUndisclosedSourceAlone?: boolean };
  const found = written.find(({ type }) => type === 'FindingRecorded');
  if (found && outcome === 'sustained' && reliesOnUndisclosedSourceAlone && found.data.soleSource === null)
    fail('sustained on an undisclosed source alone without a reason', found);
}
