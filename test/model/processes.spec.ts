import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { ReceiveReport } from '../../src/modules/reports/receive-report.js';
import { useCityNode } from './city-node.js';

const house = useCityNode();
const day = 24 * 60 * 60_000;
const typesOf = async (stream: string): Promise<string[]> => (await house.casebook.store.read(stream)).map(({ type }) => type);
const report = () => house.act('Reporter', ReceiveReport, { channel: 'web', summary: 'Something is wrong.', from: 'self' });
const viewFiles = () => readdirSync(house.directory).filter((name) => name.startsWith('views.db'));

/** A report is recorded, and the process ends before anything follows from it. */
async function cutOff(): Promise<string> {
  await house.casebook.work.close();
  const { id } = await report();
  expect(await typesOf(`case-${caseIdOf(id)}`)).toEqual([]);
  return id;
}

describe('what follows from an event', () => {
  it('happens once, after the process was cut off before it', async () => {
    const id = await cutOff();
    await house.reopen();
    expect(await typesOf(`case-${caseIdOf(id)}`)).toEqual(['CaseOpened', 'AuthoritySettled']);
    expect(await typesOf(`report-${id}`)).toEqual(['ReportReceived', 'ReporterIdentified', 'ReportAttached']);
    const head = await house.casebook.store.head();
    await house.reopen();
    await house.reopen();
    expect(await house.casebook.store.head()).toBe(head);
  });

  it('happens once, where the views fall back to before it', async () => {
    const id = await cutOff();
    const saved = join(house.directory, 'saved');
    await house.reopen(() => {
      for (const name of viewFiles()) cpSync(join(house.directory, name), join(saved, name));
    });
    const head = await house.casebook.store.head();
    expect(await typesOf(`case-${caseIdOf(id)}`)).toEqual(['CaseOpened', 'AuthoritySettled']);
    await house.reopen(() => {
      for (const name of viewFiles()) rmSync(join(house.directory, name));
      cpSync(saved, house.directory, { recursive: true });
      rmSync(saved, { recursive: true });
    });
    expect(await house.casebook.store.head()).toBe(head);
  });

  it('does not happen again in a replay', async () => {
    await report();
    const head = await house.casebook.store.head();
    await house.reopen(() => {
      for (const name of viewFiles()) rmSync(join(house.directory, name));
    });
    expect(await house.casebook.store.head()).toBe(head);
  });
});

describe('a timer', () => {
  it('that fell due while nothing ran is acted on at the next start, once', async () => {
    const { id } = await report();
    await house.reopen(() => house.clock.pass(6 * day));
    const escalations = async () => (await typesOf(`case-${caseIdOf(id)}`)).filter((type) => type === 'CaseEscalated');
    expect(await escalations()).toHaveLength(1);
    await house.reopen(() => house.clock.pass(6 * day));
    expect(await escalations()).toHaveLength(1);
  });
});
