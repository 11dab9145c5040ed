import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseRefusals, cases, InvestigationReportFiled, inHand, investigatesSuperior, investigator } from '../cases/cases.public.js';
import { deadlinesToday, dueIn } from '../procedure/procedure.public.js';

/** Files the investigation report with the deciding authority. */
export class FileReport extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) summary!: string;
}

export const FileReportHandler = commandHandler(FileReport, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [investigator],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...caseRefusals('case.not-under-investigation', 'case.no-allegations', 'case.findings-missing', 'case.procedure-missing'),
  },
  knows: async (state, reads) => ({ ...(await investigatesSuperior(state, reads)), deadlines: await deadlinesToday(reads) }),
  opens(state, { facts, refuse }) {
    if (facts.below) return refuse('access.not-permitted');
    if (state.status !== 'investigating') return refuse('case.not-under-investigation');
    if (state.allegations.size === 0) return refuse('case.no-allegations');
    const missing = inHand(state)
      .filter(([, { finding }]) => !finding)
      .map(([id]) => id);
    if (missing.length > 0) return refuse('case.findings-missing', { allegations: missing });
    return facts.deadlines ?? refuse('case.procedure-missing');
  },
  decide: ({ summary }, { determination }, context) => [
    InvestigationReportFiled({ summary: seal(summary), dueAt: dueIn(determination, context) }),
  ],
});
