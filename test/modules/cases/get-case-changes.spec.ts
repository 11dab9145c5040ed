import { WitnessNamed } from '../../../src/modules/cases/case.js';
import { type CaseChanges, differences, GetCaseChangesHandler } from '../../../src/modules/cases/get-case-changes.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  allegationId,
  assigned,
  attorney,
  caseEntries,
  caseId,
  city,
  clerk,
  found,
  framed,
  hr,
  ines,
  investigating,
  opened,
  received,
  reportEntries,
  reportedBy,
  rita,
  sam,
  settled,
  wes,
} from '../../kit/stories/a-case.js';

const log = logOf(
  ...city,
  ...reportEntries(received(), reportedBy(rita.person)),
  ...caseEntries(opened(), settled, investigating, framed(), assigned, WitnessNamed({ person: wes.person }), found()),
);
const end = log.length;
const changes = async (query: object, who: Caller = attorney) =>
  (await ask(GetCaseChangesHandler, { caseId, ...query }, who, log)) as CaseChanges;

describe('what changed in a case', () => {
  it('is what happened between, and the fields of its answer that differ, before and after', async () => {
    const { from, to, events, fields } = await changes({ from: `@${end - 1}`, to: `@${end}` });
    expect([from, to]).toEqual([log.at(-2)!.recordedAt, log.at(-1)!.recordedAt]);
    expect(events).toEqual([{ type: 'FindingRecorded', at: log.at(-1)!.recordedAt, office: 'Employee' }]);
    expect(fields).toEqual([
      {
        field: `allegations/${allegationId}/finding`,
        before: null,
        after: { outcome: 'sustained', standard: 'preponderance', reasons: 'sealed.v1.spec.No source is named.', soleSource: null },
      },
    ]);
  });

  it('goes to now unless it is told otherwise, and from before there was a case', async () => {
    const { events, fields } = await changes({ from: '@1' });
    expect(events.map(({ type }) => type)).toContain('CaseOpened');
    expect(fields).toContainEqual({ field: 'status', before: null, after: 'investigating' });
  });

  it('shows each reader no more than the case does', async () => {
    const told = async (who: Caller) => JSON.stringify(await changes({ from: '@1' }, who));
    expect(await told(ines)).toContain('WitnessNamed');
    expect(await told(attorney)).not.toMatch(new RegExp(`WitnessNamed|${wes.person}|${rita.person}`));
    expect(await told(hr)).not.toMatch(/No source is named|cite no source/);
    for (const who of [wes, clerk, rita, sam]) await expect(told(who)).rejects.toMatchObject({ code: 'access.not-permitted' });
  });

  it('is nothing between a moment and itself', async () =>
    expect(await changes({ from: `@${end}`, to: `@${end}` })).toMatchObject({ events: [], fields: [] }));

  it('is refused backwards, and where there was no case at the end', async () => {
    await expect(changes({ from: `@${end}`, to: '@2' })).rejects.toMatchObject({ code: 'as-of.reversed' });
    await expect(changes({ from: '@1', to: '@2' })).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  it('compares lists of things with ids thing by thing', () => {
    const was = { links: [{ id: 'a', to: 1 }], names: ['x'], at: { day: 1, hour: 2 } };
    const is = {
      links: [
        { id: 'a', to: 2 },
        { id: 'b', to: 3 },
      ],
      names: ['x', 'y'],
      at: { day: 1, hour: 3 },
    };
    expect(differences(was, is)).toEqual([
      { field: 'links/a/to', before: 1, after: 2 },
      { field: 'links/b', before: null, after: { id: 'b', to: 3 } },
      { field: 'names', before: ['x'], after: ['x', 'y'] },
      { field: 'at/hour', before: 2, after: 3 },
    ]);
  });
});
