import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { roleIn } from '../intake/intake.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { reports } from '../reports/reports.public.js';
import { basisOf, basisOfReport, issuers, type LetterDraft } from './draft-letter.js';
import { AcknowledgementIssued, LetterIssued, letters } from './letter.js';
import { letterRefusals } from './letter.refusals.js';
import { type ProceedingKind, proceedingKinds } from './letter-kinds.js';
import type { MadeLetter } from './letter-maker.js';

/**
 * The document that the edge made for a command. It is not part of the body, so that a repeat is
 * the same command at any time.
 */
export const document = Symbol('document');
export interface Made extends MadeLetter, Pick<LetterDraft, 'template' | 'basis'> {}

const made = (command: { readonly [document]?: Made }): Made => {
  const given = command[document];
  if (!given) throw new TypeError('a letter is issued with its document');
  return given;
};

/**
 * Issues a letter to the subject of a proceeding. Its content is that of the preview at this
 * moment.
 */
export class IssueLetter extends Command<Receipt> {
  @IsIn(proceedingKinds) kind!: ProceedingKind;
  @IsUUID() proceedingId!: string;
  [document]?: Made;
}

/** Issues the acknowledgement of a report to its sender. */
export class IssueAcknowledgement extends Command<Receipt> {
  @IsUUID() reportId!: string;
  [document]?: Made;
}

const asIssued = ({ template, html, htmlSha256, pdf, pdfSha256 }: Made) => ({
  template: { ...template },
  html: seal(html),
  htmlSha256,
  pdf: seal(pdf),
  pdfSha256,
});

export const IssueLetterHandler = commandHandler(IssueLetter, {
  stream: letters,
  of: (_, newId) => newId('letter'),
  creates: true,
  judgedOn: { stream: proceedings, of: ({ proceedingId }: IssueLetter) => proceedingId },
  may: issuers,
  refuses: { ...platformRefusals('resource.not-found'), ...letterRefusals('letter.moved-on') },
  opens: 'always',
  gather: async ({ proceedingId }, _, reads) => ({ proceeding: await reads.state(proceedings, proceedingId) }),
  decide(command, _, { today, facts: { proceeding }, refuse }) {
    if (proceeding.status === 'absent') return refuse('resource.not-found');
    const letter = made(command);
    if (letter.basis !== basisOf(proceeding)) return refuse('letter.moved-on');
    const { kind, proceedingId } = command;
    const { caseId, subject: addressee } = proceeding;
    return [LetterIssued({ kind, proceedingId, addressee, caseId, on: today, ...asIssued(letter) })];
  },
});

export const IssueAcknowledgementHandler = commandHandler(IssueAcknowledgement, {
  stream: letters,
  of: (_, newId) => newId('letter'),
  creates: true,
  judgedOn: { stream: reports, of: ({ reportId }: IssueAcknowledgement) => reportId },
  may: [anyone],
  refuses: { ...platformRefusals('resource.not-found'), ...letterRefusals('letter.moved-on') },
  opens: 'always',
  gather: async ({ reportId }, _, reads) => {
    const report = await reads.state(reports, reportId);
    return { report, part: report.status === 'absent' ? undefined : await roleIn(reportId, report, reads) };
  },
  decide(command, _, { today, facts: { report, part }, refuse }) {
    if (report.status === 'absent' || !part?.works) return refuse('resource.not-found');
    const letter = made(command);
    if (letter.basis !== basisOfReport(report)) return refuse('letter.moved-on');
    return [AcknowledgementIssued({ reportId: command.reportId, caseId: part.caseId, on: today, ...asIssued(letter) })];
  },
});
