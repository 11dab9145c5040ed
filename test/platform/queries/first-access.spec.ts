import { type Request, requestOf } from '../../../src/platform/access/request.js';
import { FirstAccess } from '../../../src/platform/queries/first-access.js';
import { caller } from '../../kit/given.js';

const hr = { ...caller('a', 'City Manager', 'HR'), signIn: 'first' };
const as = (who = hr) => ({ caller: who, office: 'HR' as const, correlationId: 'c' });

function recording(fails: () => boolean = () => false) {
  const recorded: [string, Request][] = [];
  const accessLog = (kind: string) => ({ [kind]: (id: string) => ({ seen: `${kind} ${id}` }) });
  const looks = new FirstAccess([{ accessLog: accessLog('case') }, {}, { accessLog: accessLog('site') }], async (command) => {
    if (fails()) throw new Error('the log is not to be written');
    recorded.push([(command as { seen: string }).seen, requestOf(command)]);
  });
  return { looks, recorded };
}

it('a look is recorded once for each thing and sign-in, in the office in which it was let in', async () => {
  const { looks, recorded } = recording();
  await looks.note('case-x', as());
  await looks.note('case-x', as());
  await looks.note('site-y', as());
  await looks.note('case-x', as({ ...hr, signIn: 'second' }));
  expect(recorded.map(([seen]) => seen)).toEqual(['case x', 'site y', 'case x']);
  expect(recorded.map(([, { caller: who }]) => who.offices[0]?.office)).toEqual(['HR', 'HR', 'HR']);
  expect(new Set(recorded.map(([, { commandId }]) => commandId)).size).toBe(3);
});

it('its command is the same after a restart, so that it has no second effect', async () => {
  const [before, after] = [recording(), recording()];
  await before.looks.note('case-x', as());
  await after.looks.note('case-x', as());
  expect(after.recorded[0]?.[1].commandId).toBe(before.recorded[0]?.[1].commandId);
});

it('one that could not be recorded is refused, and tried again with the next', async () => {
  let down = true;
  const { looks, recorded } = recording(() => down);
  await expect(looks.note('case-x', as())).rejects.toThrow('not to be written');
  down = false;
  await looks.note('case-x', as());
  expect(recorded).toHaveLength(1);
});

it('a look at what no module keeps records of is an error, and no answer', async () => {
  await expect(recording().looks.note('poem-x', as())).rejects.toThrow('no module records who looked at poem-x');
});

it('whoever comes without a sign-in leaves none', async () => {
  const { looks, recorded } = recording();
  await looks.note('case-x', { caller: caller('a', 'HR'), office: 'HR', correlationId: 'c' });
  expect(recorded).toEqual([]);
});
