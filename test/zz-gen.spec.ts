import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { parts } from '../src/parts.js';
import { useHouse } from './properties/house.js';
import { beginning, steps, Wander } from './properties/steps.js';
import { TakeClaim } from '../src/platform/commands/claims.js';
import { ParkWork, ReleaseWork, workKey } from '../src/platform/processes/work.js';
import { ChangeTrack } from '../src/modules/directory/change-track.js';
import { TransferPerson } from '../src/modules/directory/transfer-person.js';
import { RecordDeparture } from '../src/modules/directory/record-departure.js';
import { RecordReturn } from '../src/modules/directory/record-return.js';
import { AssignOffice } from '../src/modules/directory/assign-office.js';
import { EndOffice } from '../src/modules/directory/end-office.js';
import { AdoptPolicyVersion } from '../src/modules/policy/adopt-policy-version.js';
import { NoteUnresolvedContinuity } from '../src/modules/policy/note-unresolved-continuity.js';
import { AcknowledgePolicy } from '../src/modules/policy/acknowledge-policy.js';
import { RecordLookUp } from '../src/modules/audit/record-look-up.js';
import { ReceiveReport } from '../src/modules/cases/receive-report.js';
import { TriageCase } from '../src/modules/cases/triage-case.js';
import { caseOf } from '../src/modules/cases/open-case.js';
import { FrameAllegation } from '../src/modules/cases/frame-allegation.js';
import { AssignInvestigator } from '../src/modules/cases/assign-investigator.js';
import { NameWitness } from '../src/modules/cases/name-witness.js';
import { people } from '../src/modules/directory/directory.public.js';
import { EnterPerson } from '../src/modules/directory/enter-person.js';
import { newId } from '../src/platform/ids.js';
const house = useHouse();
it('gen', async () => {
  const { act } = house;
  const today = '2026-03-02';
  for (const [b, way] of fc.sample(fc.tuple(beginning, steps), { numRuns: 90, seed: 7 })) {
    const w = await Wander.begin(house, b);
    for (const s of way) await w.take(s);
  }
  await house.settle();
  const t = new Date(house.clock.now()).toISOString().slice(0, 10);
  await act('system', TakeClaim, { claimId: newId(), kind: 'department-name', holder: `department-${newId()}`, commandId: newId() });
  house.clock.pass(61_000); await house.settle();
  const about = { process: 'open_case', key: newId(), causedBy: newId() };
  await act('system', ParkWork, { ...about, reason: 'case.nobody-decides: nobody', attempts: 6 });
  await act('IT Director', ReleaseWork, { workId: workKey(about.process, about.causedBy, about.key) });
  const { id } = await act('HR', EnterPerson, { name: 'Someone New', title: 'Clerk', track: 'seasonal' as never }).catch(() => act('HR', EnterPerson, { name: 'Someone New', title: 'Clerk', track: 'permanent' }));
  await act('HR', ChangeTrack, { personId: id, track: 'managerial', from: t });
  const dep = (await house.casebook.streams.folded(people, house.person('Director'))).state as any;
  await act('HR', TransferPerson, { personId: id, department: dep.departments[0].department, from: t });
  await act('HR', AssignOffice, { personId: id, office: 'City Clerk', acting: true, replaces: house.person('City Clerk'), from: t, until: '2060-01-01' });
  const st = (await house.casebook.streams.folded(people, id)).state as any;
  await act('HR', EndOffice, { personId: id, assignmentId: st.assignments[0].assignmentId, until: t });
  await act('HR', RecordDeparture, { personId: id, on: t });
  house.clock.pass(3 * 86400_000);
  const t3 = new Date(house.clock.now()).toISOString().slice(0, 10);
  await act('HR', RecordReturn, { personId: id, from: t3, track: 'permanent' });
  await act('City Clerk', AdoptPolicyVersion, { version: '6001', instrument: 'Resolution 6001', adoptedOn: t3, effectiveFrom: t3, note: 'A second version.', clauses: [{ id: 'STD-4', text: 'Posts name their sources.', binds: 'everyone', force: 'must' }] } as never);
  await act('City Attorney', NoteUnresolvedContinuity, { instrument: 'Ordinance 12', on: t3, question: 'Whether it repealed the policy.' });
  await act('Subject', AcknowledgePolicy, { personId: house.person('Subject'), version: '5716' });
  await act('HR', AcknowledgePolicy, { personId: house.person('Employee'), version: '5716', on: '2020-01-01' });
  await act('HR', RecordLookUp, { personId: house.person('Subject'), purpose: 'audit', note: 'Yearly.' });
  await act('HR', RecordLookUp, { personId: house.person('Subject'), purpose: 'audit' });
  const r = await act('HR', ReceiveReport, { channel: 'letter', summary: 'Seen on Friday.', from: 'another', reporterName: 'A resident', reporterContact: 'By letter', confidential: true, accused: [house.person('Subject')] });
  const caseId = caseOf(r.id);
  await act('Communications Manager', TriageCase, { caseId, decision: 'investigate', reasons: 'As reported.' });
  await act('Communications Manager', FrameAllegation, { caseId, subject: house.person('Subject'), clause: 'STD-4', deedFrom: '2026-02-27', facts: 'x' });
  await act('City Manager', AssignInvestigator, { caseId, investigator: house.person('Director of Works') });
  await act('City Manager', NameWitness, { caseId, person: house.person('Director of Works') });
  await house.settle();
  const records = await house.casebook.store.readAll(0, 1_000_000);
  const sig = (v: unknown): unknown => Array.isArray(v) ? (v.length ? [sig(v[0])] : []) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, sig(x)])) : v === null ? null : typeof v === 'boolean' ? v : typeof v;
  mkdirSync('/tmp/stored', { recursive: true });
  const missing: string[] = [];
  for (const part of parts) {
    const types = [...new Set(part.streams.flatMap((s) => Object.values(s.events)))] as any[];
    const lines: string[] = [];
    for (const { type } of types) {
      const seen = new Set<string>();
      const of = records.filter((x) => x.type === type).sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
      const shapes: typeof of = [];
      for (const x of of) { const s = JSON.stringify(sig(x.data)); if (!seen.has(s) && shapes.length < 3) { seen.add(s); shapes.push(x); } }
      if (shapes.length === 0) missing.push(type);
      for (const x of shapes) { const { position, stream, revision, ...record } = x; lines.push(JSON.stringify({ position: String(position), stream, revision, ...record })); };
    }
    writeFileSync(`/tmp/stored/${part.name}.jsonl`, lines.map((l) => `${l}\n`).join(''));
  }
  console.log('missing', missing, [...new Set(records.map((x) => x.type))].length);
}, 300_000);
