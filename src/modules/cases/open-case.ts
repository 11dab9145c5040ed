import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { derivedId } from '../../platform/ground/ids.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { deadlinesToday, dueIn } from '../procedure/procedure.public.js';
import { reports } from '../reports/reports.public.js';
import { type Parties, settledToday } from './authority.js';
import { AuthoritySettled, CaseOpened, caseRefusals, cases } from './case.js';
import { caseRef, lettersFor } from './case-ref.js';
import { reportersOf } from './reporters.js';

/** Id of the case that a report opens. */
export const caseIdOf = (reportId: string): string => derivedId('case', reportId);

/** Opens a case for a report, and settles who takes it in and who decides. */
export class OpenCase extends Command<Receipt> {
  @IsUUID() reportId!: string;
}

export const OpenCaseHandler = commandHandler(OpenCase, {
  stream: cases,
  of: ({ reportId }) => caseIdOf(reportId),
  creates: true,
  reserves({ reportId }) {
    const [value = '', ...alternatives] = lettersFor(caseIdOf(reportId));
    return [{ field: null, kind: 'case-ref', value, alternatives }];
  },
  may: [system],
  refuses: { ...platformRefusals('resource.not-found'), ...caseRefusals('case.procedure-missing', 'case.nobody-decides') },
  opens: 'always',
  async gather({ reportId }, _, reads) {
    const report = await reads.state(reports, reportId);
    const accused = report.status === 'absent' ? [] : report.accused;
    const apart = await reportersOf([reportId], reads);
    const parties: Parties = { subjects: new Set(accused), all: new Set([...accused, ...apart]) };
    const { chain, settled } = await settledToday(parties, reads);
    return { reported: report.status !== 'absent', accused, chained: chain !== undefined, settled, deadlines: await deadlinesToday(reads) };
  },
  decide(
    { reportId },
    _,
    { today, timeZone, reserved: [letters = ''], facts: { reported, accused, chained, settled, deadlines }, refuse },
  ) {
    if (!reported) return refuse('resource.not-found');
    if (!deadlines || !chained) return refuse('case.procedure-missing');
    if (!settled) return refuse('case.nobody-decides');
    return [
      CaseOpened({
        reportId,
        accused: [...accused],
        openedOn: today,
        dueAt: dueIn(deadlines.triage, { today, timeZone }),
        ref: caseRef(letters, today),
      }),
      AuthoritySettled({ intake: [...settled.intake], decides: settled.decides }),
    ];
  },
});
