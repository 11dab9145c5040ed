import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  authorityHoldersToday,
  candidate,
  caseRefusals,
  cases,
  decider,
  InvestigatorEngaged,
  partiesOf,
  reportersIn,
} from '../cases/cases.public.js';

/**
 * Engages a person from outside, a contractor in the directory, to investigate this one case from
 * one day to another.
 */
export class EngageInvestigator extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** Person id of the investigator. */
  @IsUUID() investigator!: string;
  /** First day. */
  @IsDay() from!: Day;
  /** Last day. After it they see nothing and do nothing here. */
  @IsDay() to!: Day;
  @IsProse(20_000) terms!: string;
}

export const EngageInvestigatorHandler = commandHandler(EngageInvestigator, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: caseRefusals(
    'case.not-under-investigation',
    'case.unknown-person',
    'case.not-eligible',
    'case.not-outside',
    'case.engagement-reversed',
  ),
  opens: (state, { refuse }) => (state.status === 'investigating' ? state : refuse('case.not-under-investigation')),
  async gather({ investigator }, state, reads) {
    const reporters = await reportersIn(state, reads);
    const deciders = state.status === 'absent' ? [] : await authorityHoldersToday(state.authority.decides, reads);
    return { candidate: await candidate(investigator, partiesOf(state, reporters), deciders, reads) };
  },
  decide({ investigator, from, to, terms }, _, { today, timeZone, facts, refuse }) {
    if (!facts.candidate.inService) return refuse('case.unknown-person', { fields: ['investigator'] });
    if (!facts.candidate.outside) return refuse('case.not-outside');
    if (!facts.candidate.may) return refuse('case.not-eligible');
    if (to < from || to < today) return refuse('case.engagement-reversed');
    return [InvestigatorEngaged({ investigator, from, to, until: endOfDay(timeZone, to), terms: seal(terms) })];
  },
});
