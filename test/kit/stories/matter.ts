import { caseIdOf } from '../../../src/modules/cases/open-case.js';
import { proceedingId } from '../../../src/modules/proceedings/proceeding.js';
import type { CityApp } from '../app.js';
import type { CastMember } from '../city.js';

/** A case on its usual way through the city, step by step over HTTP. */
export class Matter {
  constructor(
    private readonly city: CityApp,
    private readonly subject: CastMember = 'Subject',
    private readonly investigator: CastMember = 'Director of Works',
  ) {}

  reportId = '';
  get caseId(): string {
    return caseIdOf(this.reportId);
  }
  get proceeding(): string {
    return proceedingId(this.caseId, this.city.person(this.subject));
  }
  allegationId = '';

  async report(summary = 'A post gives figures that nobody can trace.', more: object = {}): Promise<this> {
    const accused = [this.city.person(this.subject)];
    this.reportId = await this.city.as('Reporter').does('/api/reports', { channel: 'web', summary, accused, from: 'self', ...more });
    return this;
  }

  async triage(reasons = 'If it is so, it broke the policy.'): Promise<this> {
    await this.city.as('Communications Manager').does(`/api/cases/${this.caseId}/triage`, { decision: 'investigate', reasons });
    return this;
  }

  async allege(facts = 'The post names no source.', more: object = {}): Promise<this> {
    const subject = this.city.person(this.subject);
    const by = this.city.as('Communications Manager');
    await by.does(`/api/cases/${this.caseId}/allegations`, { subject, clause: 'STD-4', deedFrom: '2026-02-27', facts, ...more });
    const { allegations } = await this.city.as('Auditor').sees(`/api/cases/${this.caseId}`);
    this.allegationId = allegations.at(-1).id;
    return this;
  }

  async assign(): Promise<this> {
    const investigator = this.city.person(this.investigator);
    await this.city.as('City Manager').does(`/api/cases/${this.caseId}/investigator`, { investigator });
    return this;
  }

  async inform(on = '2026-03-02'): Promise<this> {
    await this.city.as('HR').does(`/api/proceedings/${this.proceeding}/information`, { service: 'in-person', on });
    return this;
  }

  async answer(statement = 'I took the figures from memory.'): Promise<this> {
    await this.city.as(this.subject).does(`/api/proceedings/${this.proceeding}/response`, { kind: 'writing', statement });
    return this;
  }

  async find(outcome = 'sustained', reasons = 'The page shows it.'): Promise<this> {
    const finding = { allegationId: this.allegationId, outcome, standard: 'preponderance', reasons };
    const path = `/api/cases/${this.caseId}/findings`;
    await this.city.as(this.investigator).does(path, { ...finding, reliesOnUndisclosedSourceAlone: false });
    return this;
  }

  async file(summary = 'One allegation, sustained.'): Promise<this> {
    await this.city.as(this.investigator).does(`/api/cases/${this.caseId}/report`, { summary });
    return this;
  }

  async determine(reasons = 'The finding is adopted.', more: object = {}): Promise<this> {
    const acknowledgementReason = 'The training covered it.';
    const determination = { reasons, acknowledgementReason, ...more };
    await this.city.as('City Manager').does(`/api/cases/${this.caseId}/determination`, determination);
    return this;
  }

  async propose(reasons = 'It was read by many.', departureReason = 'A warning would not answer to it.'): Promise<this> {
    const proposal = { rung: 'suspension', reasons, departureReason };
    await this.city.as('City Manager').does(`/api/proceedings/${this.proceeding}/proposal`, proposal);
    return this;
  }

  async review(note = 'Notice first.'): Promise<this> {
    await this.city.as('City Attorney').does(`/api/proceedings/${this.proceeding}/review`, { opinion: 'sufficient', note });
    return this;
  }

  async notice(on: string, evidence = 'The post as captured.'): Promise<this> {
    await this.city.as('HR').does(`/api/proceedings/${this.proceeding}/notice`, { evidence, service: 'in-person', on });
    return this;
  }

  async respond(statement = 'I ask for a warning instead.'): Promise<this> {
    await this.city.as(this.subject).does(`/api/proceedings/${this.proceeding}/response`, { kind: 'meeting', statement });
    return this;
  }

  async discipline(reasons = 'It stands.', more: object = {}): Promise<this> {
    await this.city.as('City Manager').does(`/api/proceedings/${this.proceeding}/discipline`, { decision: 'impose', reasons, ...more });
    return this;
  }
}
