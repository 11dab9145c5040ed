import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { deadlinesToday, dueIn } from '../procedure/procedure.public.js';
import { proceedingId, proceedings } from '../proceedings/proceedings.public.js';
import { naming } from './authority.js';
import { CaseReopened, caseRefusals, cases, decider } from './case.js';
import { actOf, actRefusals, asksAct, CouncilAct } from './council-act.js';
import { consequences } from './reassign-authority.js';

/** Reopens a closed case on new evidence. It is triaged anew. */
export class ReopenCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
  /** The new evidence. */
  @IsProse(20_000) evidence!: string;
  /** Allegations whose outcome is no longer valid, and which get a new finding. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @IsUUID('all', { each: true }) setAside?: string[];
  /** Required where Council decides, and refused elsewhere. */
  @IsOptional() @ValidateNested() @Type(() => CouncilAct) act?: CouncilAct;
}

/**
 * The statuses of a proceeding whose outcome may be set aside. Discipline is changed in its own
 * proceeding alone.
 */
const undone: ReadonlySet<string> = new Set(['not-sustained', 'no-action']);

export const ReopenCaseHandler = commandHandler(ReopenCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: {
    ...actRefusals,
    ...caseRefusals(
      'case.not-closed',
      'case.no-such-allegation',
      'case.outcome-not-determined',
      'case.subject-disciplined',
      'case.nobody-decides',
      'case.procedure-missing',
    ),
  },
  opens: (state, { refuse }) => (state.status === 'closed' ? state : refuse('case.not-closed')),
  asks: ({ authority }) => asksAct(authority.decides),
  async gather({ caseId, setAside = [] }, state, reads) {
    const allegations = state.status === 'absent' ? undefined : state.allegations;
    const subjects = new Set(setAside.flatMap((id) => allegations?.get(id)?.subject ?? []));
    const disciplined = new Set<string>();
    for (const subject of subjects)
      if (!undone.has((await reads.state(proceedings, proceedingId(caseId, subject))).status)) disciplined.add(subject);
    return { ...(await naming(state, {}, reads)), disciplined, deadlines: await deadlinesToday(reads) };
  },
  decide({ reasons, evidence, setAside = [], act }, state, context) {
    const { facts, refuse } = context;
    const undoing = setAside.map((allegationId, index) => {
      const at = { fields: [`setAside.${index}`] };
      const { subject, determined } = state.allegations.get(allegationId) ?? refuse('case.no-such-allegation', at);
      if (!determined) return refuse('case.outcome-not-determined', at);
      if (facts.disciplined.has(subject)) return refuse('case.subject-disciplined', at);
      return { allegationId, subject };
    });
    const decided = actOf(act, context);
    const settled = facts.settled ?? refuse('case.nobody-decides');
    if (!facts.deadlines) return refuse('case.procedure-missing');
    return [
      CaseReopened({
        reasons: seal(reasons),
        evidence: seal(evidence),
        setAside: undoing,
        act: decided,
        dueAt: dueIn(facts.deadlines.triage, context),
      }),
      ...consequences(state, { settled, investigatorStays: true }),
    ];
  },
});
