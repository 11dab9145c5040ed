import { PersonEntered } from '../../../src/modules/directory/person.js';
import { GetProceedingActionsHandler } from '../../../src/modules/discipline/proceeding-actions.js';
import { LadderSet } from '../../../src/modules/procedure/procedure.js';
import { procedureId } from '../../../src/modules/procedure/procedure.public.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import type { Actions } from '../../../src/platform/queries/actions-query.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { ask, logOf } from '../../kit/reads.js';
import { opened } from '../../kit/stories/a-case.js';
import { imposedSuspension } from '../../kit/stories/grievances.js';
import { caseId, ladder, manager, ofSam, sam, sustained } from '../../kit/stories/proceedings.js';

describe('what the deciding authority may do with a proceeding', () => {
  const ladderInForce = [`procedure-${procedureId}`, LadderSet({ ...ladder, rungs: [...ladder.rungs] })] as const;
  const action = async (command: string, events: readonly NewEvent[], ...configured: (typeof ladderInForce)[]) => {
    const log = logOf(
      [`person-${sam}`, PersonEntered({ name: seal('Sam'), title: null, department: null, track: 'permanent', from: '2020-01-01' })],
      ...configured,
      [`case-${caseId}`, opened()],
      ...events.map((event) => [`proceeding-${ofSam}`, event] as const),
    );
    const { items } = (await ask(GetProceedingActionsHandler, { proceedingId: ofSam }, manager, log)) as Actions;
    return items.find((one) => one.command === command);
  };

  it('offers every rung of the ladder to a proposal', async () =>
    expect(await action('ProposeDiscipline', sustained, ladderInForce)).toMatchObject({
      open: true,
      choices: { rung: ladder.rungs.map(({ id }) => id) },
    }));

  it('offers only lighter rungs than the imposed one to a reduction', async () =>
    expect(await action('ReduceDiscipline', imposedSuspension, ladderInForce)).toMatchObject({
      open: true,
      choices: { rung: ['coaching', 'oral-warning', 'written-warning', 'loss-of-access'] },
    }));

  it('says before anything is written that no ladder is in force for the subject', async () => {
    for (const [command, events] of [
      ['ProposeDiscipline', sustained],
      ['ReduceDiscipline', imposedSuspension],
    ] as const)
      expect(await action(command, events)).toMatchObject({ open: false, refusal: { code: 'proceeding.no-ladder' } });
  });
});
