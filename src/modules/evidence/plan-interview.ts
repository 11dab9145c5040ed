import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, investigator, subjectsOf } from '../cases/cases.public.js';
import { people } from '../directory/directory.public.js';
import { judgedOnCase } from './evidence-access.js';
import {
  type Basis,
  bases,
  type Interviewee,
  IntervieweeIdentified,
  InterviewPlanned,
  interviewees,
  interviewRefusals,
  interviews,
} from './interview.js';

/** Plans an interview: the person, the basis and the day. */
export class PlanInterview extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** The role in which they are interviewed. */
  @IsIn(interviewees) as!: Interviewee;
  /** Person id, if it is one of the city's people. */
  @IsOptional() @IsUUID() person?: string | null;
  /** The name of anybody else. */
  @IsOptional() @IsName() name?: string | null;
  /** `compelled` where refusing to answer has consequences. */
  @IsIn(bases) basis!: Basis;
  @IsDay() on!: Day;
  @IsOptional() @IsProse(500) place?: string | null;
}

export const PlanInterviewHandler = commandHandler(PlanInterview, {
  stream: interviews,
  of: (_, newId) => newId('interview'),
  creates: true,
  judgedOn: judgedOnCase,
  may: [investigator],
  refuses: interviewRefusals('interview.interviewee-unclear', 'interview.unknown-person', 'interview.as-subject'),
  opens: 'always',
  async gather({ caseId, person }, _, reads) {
    const matter = await reads.state(cases, caseId);
    return {
      known: !person || (await reads.state(people, person)).status !== 'absent',
      isSubject: matter.status !== 'absent' && !!person && subjectsOf(matter).has(person),
    };
  },
  decide({ caseId, as, person = null, name = null, basis, on, place = null }, _, { facts, refuse }) {
    if (Boolean(person) === Boolean(name)) return refuse('interview.interviewee-unclear', { fields: ['person', 'name'] });
    if (!facts.known) return refuse('interview.unknown-person');
    if (facts.isSubject !== (as === 'subject')) return refuse('interview.as-subject');
    return [
      InterviewPlanned({ caseId, basis, on, place: place ? seal(place) : null }),
      IntervieweeIdentified({ caseId, as, person, name: name ? seal(name) : null }),
    ];
  },
});
