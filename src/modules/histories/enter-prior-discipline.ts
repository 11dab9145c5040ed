import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, plusMonths } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals, type RefuseOf } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { people, type Track, tracks } from '../directory/directory.public.js';
import { IsRungId, type Ladder, ladderOn, procedure, procedureId } from '../procedure/procedure.public.js';
import { proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PriorDisciplineEntered, priors } from './prior-discipline.js';

/** The content of paper from before the system. */
export abstract class PaperFields extends Command<Receipt> {
  @IsUUID() personId!: string;
  /** The person's track at that time. */
  @IsIn(tracks) track!: Track;
  /** Id of the equally heavy rung of today's ladder of that track. */
  @IsRungId() rung!: string;
  @IsDay() imposedOn!: Day;
  /** The clause or rule that was broken, as the paper names it. */
  @IsOptional() @IsName() rule?: string | null;
  @IsOptional() @IsProse(20_000) reasons?: string | null;
  /** Where the paper is kept: file, folder, page. */
  @IsProse(1_000) source!: string;
}

/**
 * Enters discipline from before the system into a person's history, from paper. It is final, and
 * may be considered as earlier discipline.
 */
export class EnterPriorDiscipline extends PaperFields {}

export const paperRefusals = {
  ...platformRefusals('access.not-permitted'),
  ...proceedingRefusals('proceeding.no-ladder', 'proceeding.no-such-rung', 'history.not-before'),
};

/** The entry that the fields make, or the refusal if they make none. */
export function paperOf(
  fields: PaperFields,
  ladder: Ladder | undefined,
  { today, refuse }: { today: Day; refuse: RefuseOf<typeof paperRefusals> },
) {
  const { track, imposedOn, rule, reasons, source } = fields;
  const { rungs } = ladder ?? refuse('proceeding.no-ladder', { fields: ['track'] });
  const rung = rungs.find(({ id }) => id === fields.rung) ?? refuse('proceeding.no-such-rung');
  if (imposedOn >= today) refuse('history.not-before');
  return {
    track,
    rung,
    imposedOn,
    countsUntil: rung.countsForMonths === null ? null : plusMonths(imposedOn, rung.countsForMonths),
    rule: rule ?? null,
    reasons: reasons ? seal(reasons) : null,
    source: seal(source),
  };
}

export const EnterPriorDisciplineHandler = commandHandler(EnterPriorDiscipline, {
  stream: priors,
  of: (_, newId) => newId('prior'),
  creates: true,
  may: [office('HR')],
  refuses: { ...paperRefusals, ...proceedingRefusals('history.unknown-person') },
  opens: 'always',
  gather: async ({ personId, track }, _, reads) => ({
    known: (await reads.state(people, personId)).status !== 'absent',
    ladder: ladderOn(await reads.state(procedure, procedureId), track, reads.today),
  }),
  decide(command, _, context) {
    const { caller, today, facts, refuse } = context;
    if (caller.person === command.personId) return refuse('access.not-permitted');
    if (!facts.known) return refuse('history.unknown-person', { fields: ['personId'] });
    return [PriorDisciplineEntered({ person: command.personId, on: today, paper: paperOf(command, facts.ladder, context) })];
  },
});
