import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, decider, HoldLifted } from '../cases/cases.public.js';
import { measureRefusals } from './measures.refusals.js';

/** Lifts a legal hold. Only the City Attorney lifts a hold that the City Attorney placed. */
export class LiftHold extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() holdId!: string;
  @IsProse(20_000) reasons!: string;
}

export const LiftHoldHandler = commandHandler(LiftHold, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [office('City Attorney'), decider],
  refuses: measureRefusals('measure.no-such-hold', 'measure.hold-lifted', 'measure.hold-not-yours'),
  opens: 'always',
  asks: ({ measures }, { office: acts }) => ({
    choices: {
      holdId: [...measures.holds].flatMap(([id, { lifted, office: by }]) =>
        lifted || (by === 'City Attorney' && acts !== 'City Attorney') ? [] : [id],
      ),
    },
  }),
  decide({ holdId, reasons }, state, { office: acts, refuse }) {
    const hold = state.measures.holds.get(holdId) ?? refuse('measure.no-such-hold');
    if (hold.lifted) return refuse('measure.hold-lifted');
    if (hold.office === 'City Attorney' && acts !== 'City Attorney') return refuse('measure.hold-not-yours');
    return [HoldLifted({ holdId, reasons: seal(reasons) })];
  },
});
