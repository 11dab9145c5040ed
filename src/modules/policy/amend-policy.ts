import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches, ValidateIf, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { amendedBy, type Changes, clauseIdPattern, type Force, forces, misplaced, type Unfit } from './clause.js';
import { ClauseInput, clauseFrom, IsClauseId, IsClauseNumber, IsVersionName } from './clause-input.js';
import { dateRefusals, refuseDates } from './dates.js';
import { latestEffect, PolicyAmended, type PolicyVersion, policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

/** A clause that the amendment adds. */
export class AddedClause extends ClauseInput {
  /** Sibling after which it is placed; null for the first place; by default the last place. */
  @IsOptional() @IsClauseId() after?: string | null;
}

/** Changes of a clause's fields. Fields that are left out do not change. */
export class ChangedClause {
  @IsClauseId() id!: string;
  /** Null removes the heading. */
  @IsOptional() @IsName() heading?: string | null;
  /** Null removes the text; the heading must remain. */
  @IsOptional() @IsProse(20_000) text?: string | null;
  @ValidateIf(isGiven) @IsName() binds?: string;
  @ValidateIf(isGiven) @IsIn(forces) force?: Force;
}

/** A clause whose printed number changes. Its identity does not change. */
export class RenumberedClause {
  @IsClauseId() id!: string;
  /** The new number; null if none is printed any more. */
  @IsOptional() @IsClauseNumber() to?: string | null;
}

/** A clause that moves to another place, with all clauses below it. */
export class MovedClause {
  @IsClauseId() id!: string;
  /** Id of its new parent; null for none. */
  @IsOptional() @IsClauseId() parent?: string | null;
  /** Sibling after which it is placed; null for the first place; by default the last place. */
  @IsOptional() @IsClauseId() after?: string | null;
}

/** Enters an instrument's changes of the version before it. */
export class AmendPolicy extends Command<Receipt> {
  /** Short name by which the amended version is cited. */
  @IsVersionName() version!: string;
  /** The version that it amends, which must be the last one. */
  @IsVersionName() base!: string;
  /** The instrument that amends it, for example Resolution 5758. */
  @IsName() instrument!: string;
  @IsDay() adoptedOn!: Day;
  /** First day in force as amended; may be in the future. */
  @IsDay() effectiveFrom!: Day;
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => AddedClause) added?: AddedClause[];
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => ChangedClause) changed?: ChangedClause[];
  /** Ids of clauses. */
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @Matches(clauseIdPattern, { each: true }) removed?: string[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => RenumberedClause)
  renumbered?: RenumberedClause[];
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => MovedClause) moved?: MovedClause[];
  @IsOptional() @IsProse(2000) note?: string | null;
}

/** The changes to apply to the base; a field that was left out is undefined. */
const changesOf = ({ added = [], changed = [], removed = [], renumbered = [], moved = [] }: Partial<AmendPolicy>): Changes => ({
  added: added.map((clause) => ({ ...clauseFrom(clause), after: clause.after })),
  changed: changed.map(({ text, ...change }) => ({ ...change, ...(text !== undefined && { text: text ?? '' }) })),
  removed,
  renumbered: renumbered.map(({ id, to }) => ({ id, to: to ?? null })),
  moved: moved.map(({ id, parent, after }) => ({ id, parent: parent ?? null, after })),
});

/**
 * The first clause that the amendment names twice in one list, or in two lists that exclude each
 * other.
 */
function namedTwice({ added, changed, removed, renumbered, moved }: Changes): string | undefined {
  const ids = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);
  const gone = new Set([...removed, ...ids(added)]);
  const lists = [[...removed, ...ids(added)], ids(changed), ids(renumbered), ids(moved)];
  return (
    lists.map((list) => list.find((id, at) => list.indexOf(id) < at)).find((id) => id !== undefined) ??
    [...changed, ...renumbered, ...moved].find(({ id }) => gone.has(id))?.id
  );
}

const unfitCodes = {
  'no-such-clause': 'policy.no-such-clause',
  'no-such-sibling': 'policy.no-such-sibling',
  'clause-below-itself': 'policy.clause-below-itself',
} as const satisfies Record<Unfit['kind'], string>;

const idsOf = (version: PolicyVersion): readonly string[] => version.clauses.map(({ id }) => id);

export const AmendPolicyHandler = commandHandler(AmendPolicy, {
  stream: policies,
  of: () => policyId,
  may: [office('City Clerk')],
  refuses: {
    ...policyRefusals(
      'policy.version-exists',
      'policy.no-such-version',
      'policy.nothing-to-amend',
      'policy.base-superseded',
      'policy.adopted-before-base',
      'policy.amends-nothing',
      'policy.clause-named-twice',
      'policy.no-such-clause',
      'policy.no-such-sibling',
      'policy.clause-below-itself',
      'policy.clause-id-used',
      'policy.no-clauses',
      'policy.no-such-parent',
      'policy.clause-says-nothing',
    ),
    ...dateRefusals,
  },
  opens(state, { refuse }) {
    const latest = latestEffect(state);
    return latest?.version === null ? refuse('policy.nothing-to-amend', { rescindedFrom: latest.effectiveFrom }) : state;
  },
  decide(command, state, { today, refuse }) {
    const { version, base, instrument, adoptedOn, effectiveFrom, note } = command;
    if (versionNamed(state, version)) return refuse('policy.version-exists');
    const before = versionNamed(state, base) ?? refuse('policy.no-such-version', { version: base });
    const latest = latestEffect(state);
    if (latest?.version !== base) return refuse('policy.base-superseded', { version: latest?.version });
    if (adoptedOn < before.adoptedOn) return refuse('policy.adopted-before-base', { version: base, adoptedOn: before.adoptedOn });
    refuseDates({ adoptedOn, effectiveFrom }, state, { today, refuse });

    const changes = changesOf(command);
    const twice = namedTwice(changes);
    if (twice !== undefined) return refuse('policy.clause-named-twice', { clause: twice });
    const used = new Set(state.versions.flatMap(idsOf));
    const reused = changes.added.find(({ id }) => used.has(id));
    if (reused) return refuse('policy.clause-id-used', { clause: reused.id });
    const clauses = amendedBy(before.clauses, changes);
    if ('kind' in clauses) return refuse(unfitCodes[clauses.kind], { clause: clauses.clause });
    if (clauses.length === 0) return refuse('policy.no-clauses');
    const problem = misplaced(clauses);
    if (problem?.kind === 'says-nothing') return refuse('policy.clause-says-nothing', { clause: problem.clause });
    // Only a missing parent is left as a problem: `amendedBy` places clauses below a removed or
    // unknown one last.
    if (problem) return refuse('policy.no-such-parent', { ...problem });
    if (JSON.stringify(clauses) === JSON.stringify(before.clauses)) return refuse('policy.amends-nothing');

    const was = new Map(before.clauses.map((clause) => [clause.id, clause]));
    return [
      PolicyAmended({
        version,
        base,
        instrument,
        adoptedOn,
        effectiveFrom,
        changes: {
          added: changes.added.map(({ id }) => id),
          changed: changes.changed.map(({ id }) => id),
          removed: [...changes.removed],
          renumbered: changes.renumbered.map(({ id, to }) => ({ id, from: was.get(id)?.number ?? null, to })),
          moved: changes.moved.map(({ id }) => id),
        },
        clauses: [...clauses],
        note: note ?? null,
      }),
    ];
  },
});
