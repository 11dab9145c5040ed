import { cases } from '../../src/modules/cases/case.js';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { TriageCase } from '../../src/modules/cases/triage-case.js';
import { AssignOffice } from '../../src/modules/directory/assign-office.js';
import { DecideDiscipline } from '../../src/modules/discipline/decide-discipline.js';
import { InformSubject } from '../../src/modules/discipline/inform-subject.js';
import { RecordResponse } from '../../src/modules/discipline/record-response.js';
import { EnterPriorDiscipline } from '../../src/modules/histories/enter-prior-discipline.js';
import { AssignInvestigator } from '../../src/modules/investigations/assign-investigator.js';
import { EngageInvestigator } from '../../src/modules/investigations/engage-investigator.js';
import { FileReport } from '../../src/modules/investigations/file-investigation-report.js';
import { FrameAllegation } from '../../src/modules/investigations/frame-allegation.js';
import { IssueDetermination } from '../../src/modules/investigations/issue-determination.js';
import { NameWitness } from '../../src/modules/investigations/name-witness.js';
import { RecordFinding } from '../../src/modules/investigations/record-finding.js';
import { defaultProcedure } from '../../src/modules/procedure/procedure.defaults.js';
import { SetLadder } from '../../src/modules/procedure/set-ladder.js';
import { proceedingId } from '../../src/modules/proceedings/proceeding.js';
import { ReceiveReport } from '../../src/modules/reports/receive-report.js';
import { plusDays } from '../../src/platform/ground/clock.js';
import type { CastMember } from '../kit/city.js';
import type { CityModel } from './city-model.js';
import type { Fields } from './scene.js';

/** Carries out a command as one of the town's people, by part or by id, or as Casebook itself. */
export type Give = <C extends object>(command: new () => C, fields: Fields, who?: string) => Promise<string>;

interface Matter {
  readonly about: CastMember;
  readonly reporter: CastMember;
  readonly witness?: CastMember;
  /** Somebody from outside where nobody is named. */
  readonly investigator?: CastMember;
  /** Imposed at once by a director, or by who decides. */
  readonly warned?: CastMember;
}
/** Those who report and witness are, above all, those who would judge otherwise. */
const earlier: readonly Matter[] = [
  { about: 'Subject', reporter: 'Reporter', investigator: 'IT Director', warned: 'Director' },
  { about: 'Employee', reporter: 'Director of Works', investigator: 'IT Director', warned: 'City Manager' },
];
const sustained: readonly Matter[] = [
  { about: 'IT Director', reporter: 'City Attorney', investigator: 'HR' },
  { about: 'City Manager', reporter: 'Subject', witness: 'HR', investigator: 'City Attorney' },
  { about: 'Employee', reporter: 'Reporter', witness: 'City Manager', investigator: 'IT Director' },
  { about: 'Director', reporter: 'Designee', investigator: 'IT Director', witness: 'Communications Manager' },
  { about: 'Reporter', reporter: 'Employee' },
  { about: 'Designee', reporter: 'HR', witness: 'Employee', investigator: 'IT Director' },
  { about: 'Subject', reporter: 'Employee', investigator: 'IT Director' },
  { about: 'Subject', reporter: 'Designee', witness: 'IT Director', investigator: 'Communications Manager', warned: 'Director' },
];
const reasons = 'For good reasons.';

/** What the city has in hand as a walk begins: earlier discipline, final or on paper, some of it expired; and matters in which something was just sustained. */
export async function docket(town: CityModel, people: ReadonlyMap<CastMember, string>, outsider: string, give: Give): Promise<void> {
  const person = (who: CastMember): string => people.get(who) ?? '';
  const paper = (who: CastMember, rung: string, ago: number) =>
    give(
      EnterPriorDiscipline,
      { personId: person(who), track: 'permanent', rung, imposedOn: plusDays(town.today, -ago), source: 'File 7, folder 2.' },
      'HR',
    );

  const authority = async (caseId: string) => {
    const { state } = await town.streams.folded(cases, caseId);
    if (state.status === 'absent') throw new Error('no case came of the report');
    return state.authority;
  };
  const brought = async ({ about, reporter, witness, investigator, warned }: Matter): Promise<void> => {
    const accused = [person(about)];
    const common = { channel: 'web', from: 'self', summary: 'Something is wrong.', accused };
    const caseId = caseIdOf(await give(ReceiveReport, common, reporter));
    await town.settle();
    const takesIn = (await authority(caseId)).intake[0] as CastMember;
    await give(TriageCase, { caseId, decision: 'investigate', reasons }, takesIn);
    const deed = { subject: person(about), clause: 'STD-4', deedFrom: plusDays(town.today, -9), facts: 'As captured.' };
    const allegationId = await framed(caseId, deed, takesIn);
    if (witness) await give(NameWitness, { caseId, person: person(witness) }, takesIn);
    await town.settle();
    const { decides } = await authority(caseId);
    const decider = decides === 'Council' ? 'City Clerk' : (decides as CastMember);
    const act = decides === 'Council' ? { act: { meetingOn: town.today, motion: 'M-1' } } : {};
    if (investigator) await give(AssignInvestigator, { caseId, investigator: person(investigator) }, decider);
    else
      await give(
        EngageInvestigator,
        { caseId, investigator: outsider, from: town.today, to: plusDays(town.today, 9), terms: reasons },
        decider,
      );
    const id = proceedingId(caseId, person(about));
    const clerk = [about, reporter, witness].includes('HR') ? 'City Attorney' : 'HR';
    await give(InformSubject, { proceedingId: id, service: 'in-person', on: town.today }, clerk);
    await give(RecordResponse, { proceedingId: id, kind: 'meeting', statement: 'It was not so.', on: town.today }, about);
    const finding = { outcome: 'sustained', standard: 'preponderance', reasons, reliesOnUndisclosedSourceAlone: false };
    await give(RecordFinding, { caseId, allegationId, ...finding }, investigator ?? outsider);
    await give(FileReport, { caseId, summary: 'All was heard.' }, investigator ?? outsider);
    await give(IssueDetermination, { caseId, reasons, acknowledgementReason: 'Trained.', ...act }, decider);
    await town.settle();
    if (warned) await give(DecideDiscipline, { proceedingId: id, decision: 'impose', rung: 'oral-warning', reasons, ...act }, warned);
    await town.settle();
  };
  const framed = async (caseId: string, deed: Fields, takesIn: CastMember): Promise<string> => {
    await give(FrameAllegation, { caseId, ...deed }, takesIn);
    await town.settle();
    const { state } = await town.streams.folded(cases, caseId);
    const [allegationId] = state.status === 'absent' ? [] : [...state.allegations.keys()];
    if (!allegationId) throw new Error('nothing was alleged');
    return allegationId;
  };

  for (const ladder of defaultProcedure.ladders(town.today)) {
    const { rungs } = ladder;
    const written = rungs.find(({ id }) => id === 'written-warning');
    // Counsel looks at it, and no notice is due.
    const access = written && { ...written, id: 'loss-of-access', name: 'Loss of access', order: 25, needsLegalReview: true };
    if (access) await give(SetLadder, { ...ladder, rungs: rungs.flatMap((rung) => (rung === written ? [rung, access] : [rung])) }, 'HR');
  }
  for (const matter of earlier) await brought(matter);
  town.clock.pass(24 * 24 * 60 * 60_000);
  await town.settle();
  await paper('Subject', 'oral-warning', 90);
  await paper('Subject', 'oral-warning', 700);
  await paper('Designee', 'oral-warning', 364);
  for (const matter of sustained) await brought(matter);
  // Whoever imposed something stands in for who would hear a grievance against it.
  const until = plusDays(town.today, 45);
  for (const who of ['Director', 'Director of Works'] as const)
    await give(AssignOffice, { personId: person(who), office: 'HR', acting: true, until }, 'City Manager');
}
