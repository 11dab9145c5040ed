import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, ValidateIf, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { type AssignableOffice, assignableOffices, type Track, tracks } from '../directory/directory.public.js';
import { ChainOfAuthoritiesSet, procedure, procedureId, procedureRefusals } from './procedure.js';
import { type Authority, authorities } from './vocabulary.js';

/**
 * The offices that take in and the authorities that decide, for the subjects that this line fits.
 */
export class ChainLineFields {
  /** Fits a subject who holds this office; null fits any. */
  @ValidateIf(({ office }) => office !== null) @IsIn(assignableOffices) office!: AssignableOffice | null;
  /** Fits a subject on this track; null fits any. */
  @ValidateIf(({ track }) => track !== null) @IsIn(tracks) track!: Track | null;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(assignableOffices, { each: true }) intake!: AssignableOffice[];
  /** In order of priority: the first authority without a party among its holders decides. */
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(authorities, { each: true }) decides!: Authority[];
}

/**
 * Sets who takes in, investigates and decides, by subject, from a day on. The first line that fits
 * a subject applies.
 */
export class SetChainOfAuthorities extends Command<Receipt> {
  @IsDay() effectiveFrom!: Day;
  /** The instrument that sets it, for example a resolution or an administrative order. */
  @IsName() instrument!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => ChainLineFields) lines!: ChainLineFields[];
}

export const SetChainOfAuthoritiesHandler = commandHandler(SetChainOfAuthorities, {
  stream: procedure,
  of: () => procedureId,
  creates: true,
  extends: true,
  may: [office('City Clerk')],
  refuses: procedureRefusals('procedure.backdated', 'procedure.chain-open'),
  opens: 'always',
  decide({ effectiveFrom, instrument, lines }, state, { today, refuse }) {
    const before = state.status === 'set' && state.chains.length > 0;
    if (before && effectiveFrom < today) return refuse('procedure.backdated', { fields: ['effectiveFrom'] });
    const last = lines.at(-1);
    if (last?.office !== null || last.track !== null) return refuse('procedure.chain-open', { fields: [`lines.${lines.length - 1}`] });
    return [ChainOfAuthoritiesSet({ effectiveFrom, instrument, lines: lines.map((line) => ({ ...line })) })];
  },
});
