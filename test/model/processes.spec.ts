import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { caseIdOf } from '../../src/modules/cases/open-case.js';
import { ReceiveReport } from '../../src/modules/reports/receive-report.js';
import { useCityNode } from './city-node.js';

const node = useCityNode();
const day = 24 * 60 * 60_000;
const typesOf = async (stream: string): Promise<string[]> => (await node.casebook.store.read(stream)).map(({ type }) => type);
const report = () => node.act('Reporter', ReceiveReport, { channel: 'web', summary: 'Something is wrong.', from: 'self' });
const viewFiles = () => readdirSync(node.directory).filter((name) => name.startsWith('views.db'));

/** Records a report, and ends the process before it does the work that follows. */
async function cutOff(): Promise<string> {
  await node.casebook.work.close();
  const { id } = await report();
  expect(await typesOf(`case-${caseIdOf(id)}`)).toEqual([]);
  return id;
}

describe('what follows from an event', () => {
  it('happens once, after the process was cut off before it', async () => {
    const id = await cutOff();
    await node.reopen();
    expect(await typesOf(`case-${caseIdOf(id)}`)).toEqual(['CaseOpened', 'AuthoritySettled']);
    expect(await typesOf(`report-${id}`)).toEqual(['ReportReceived', 'ReporterIdentified', 'ReportAttached']);
    const head = await node.casebook.store.head();
    await node.reopen();
    await node.reopen();
    expect(await node.casebook.store.head()).toBe(head);
  });

  it('happens once, where the views fall back to before it', async () => {
    const id = await cutOff();
    const saved = join(node.directory, 'saved');
    await node.reopen(() => {
      for (const name of viewFiles()) cpSync(join(node.directory, name), join(saved, name));
    });
    const head = await node.casebook.store.head();
    expect(await typesOf(`case-${caseIdOf(id)}`)).toEqual(['CaseOpened', 'AuthoritySettled']);
    await node.reopen(() => {
      for (const name of viewFiles()) rmSync(join(node.directory, name));
      cpSync(saved, node.directory, { recursive: true });
      rmSync(saved, { recursive: true });
    });
    expect(await node.casebook.store.head()).toBe(head);
  });

  it('does not happen again in a replay', async () => {
    await report();
    const head = await node.casebook.store.head();
    await node.reopen(() => {
      for (const name of viewFiles()) rmSync(join(node.directory, name));
    });
    expect(await node.casebook.store.head()).toBe(head);
  });
});

describe('a timer', () => {
  it('that fell due while nothing ran is acted on at the next start, once', async () => {
    const { id } = await report();
    await node.reopen(() => node.clock.pass(6 * day));
    const escalations = async () => (await typesOf(`case-${caseIdOf(id)}`)).filter((type) => type === 'CaseEscalated');
    expect(await escalations()).toHaveLength(1);
    await node.reopen(() => node.clock.pass(6 * day));
    expect(await escalations()).toHaveLength(1);
  });
});
