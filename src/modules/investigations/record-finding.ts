import { Command } from '@nestjs/cqrs';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { awaitingFinding, caseRefusals, cases, FindingRecorded, investigatesSuperior, investigator } from '../cases/cases.public.js';
import { type Outcome, outcomes, type Standard, standards } from '../procedure/procedure.public.js';
import { heard, proceedingId, proceedings } from '../proceedings/proceedings.public.js';

/** The investigator's conclusion on one allegation. */
export class RecordFinding extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() allegationId!: string;
  @IsIn(outcomes) outcome!: Outcome;
  /** The standard of proof. */
  @IsIn(standards) standard!: Standard;
  @IsProse(20_000) reasons!: string;
  /** Whether it rests on an undisclosed, uncorroborated source alone. */
  @IsBoolean() reliesOnUndisclosedSourceAlone!: boolean;
  /** Why such a source alone suffices. A sustained finding that rests on one needs it. */
  @IsOptional() @IsProse(5_000) soleSourceReason?: string;
}

export const RecordFindingHandler = commandHandler(RecordFinding, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [investigator],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals(
      'case.not-under-investigation',
      'case.no-such-allegation',
      'case.allegation-withdrawn',
      'case.finding-stands',
      'case.sole-source-unexplained',
      'case.sole-source-needless',
      'case.subject-not-heard',
    ),
  },
  knows: (state, reads) => investigatesSuperior(state, reads),
  opens(state, { facts, refuse }) {
    if (facts.below) return refuse('access.not-permitted');
    return state.status === 'investigating' ? state : refuse('case.not-under-investigation');
  },
  asks: (state) => ({ choices: { allegationId: awaitingFinding(state) } }),
  async gather({ caseId, allegationId }, state, reads) {
    const allegation = state.status === 'absent' ? undefined : state.allegations.get(allegationId);
    return {
      proceeding: allegation ? await reads.state(proceedings, proceedingId(caseId, allegation.subject)) : proceedings.initial,
    };
  },
  decide(command, state, { today, facts, refuse }) {
    const { allegationId, outcome, standard, reasons, reliesOnUndisclosedSourceAlone, soleSourceReason } = command;
    const allegation = state.allegations.get(allegationId) ?? refuse('case.no-such-allegation', { fields: ['allegationId'] });
    if (allegation.withdrawn) return refuse('case.allegation-withdrawn');
    if (allegation.finding) return refuse('case.finding-stands');

    const onSoleSource = outcome === 'sustained' && reliesOnUndisclosedSourceAlone;
    if (onSoleSource && !soleSourceReason) return refuse('case.sole-source-unexplained');
    if (!onSoleSource && soleSourceReason) return refuse('case.sole-source-needless');
    if (outcome === 'sustained' && !heard(facts.proceeding, allegationId, today))
      return refuse('case.subject-not-heard', { fields: ['outcome'] });

    const soleSource = soleSourceReason ? seal(soleSourceReason) : null;
    return [FindingRecorded({ allegationId, outcome, standard, reasons: seal(reasons), soleSource })];
  },
});
