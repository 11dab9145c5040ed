import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches, ValidateIf, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { amendedBy, type Changes, type Clause, clauseIdPattern, type Force, forces, misplaced, type Unfit } from './clause.js';
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

type Lists = readonly (keyof Changes)[];
const idsIn = (changes: Changes, list: keyof Changes): readonly string[] =>
  changes[list].map((change) => (typeof change === 'string' ? change : change.id));

/** Where the lists name a clause, or a member of their changes of it: `moved.0.after`. */
const placesOf = (clause: string, changes: Changes, lists: Lists, member?: string): string[] =>
  lists.flatMap((list) => pathsIn(list, idsIn(changes, list), (id) => id === clause, list === 'removed' ? undefined : member));

/** Lists of which a clause is named in one alone, and once. */
const whole: Lists = ['removed', 'added'];
const partial: Lists = ['changed', 'renumbered', 'moved'];

/**
 * The first clause that the amendment names twice in one list, or in two lists that exclude each
 * other, with all these places.
 */
function namedTwice(changes: Changes): { readonly clause: string; readonly fields: string[] } | undefined {
  const lists = [whole, ...partial.map((list) => [list])];
  for (const list of lists) {
    const ids = list.flatMap((one) => idsIn(changes, one));
    const clause = ids.find((id, at) => ids.indexOf(id) < at);
    if (clause !== undefined) return { clause, fields: placesOf(clause, changes, list, 'id') };
  }
  const gone = new Set(whole.flatMap((list) => idsIn(changes, list)));
  const clause = partial.flatMap((list) => idsIn(changes, list)).find((id) => gone.has(id));
  return clause === undefined ? undefined : { clause, fields: placesOf(clause, changes, [...whole, ...partial], 'id') };
}

/** For each kind of change that does not fit: its refusal, and the lists and the member at fault. */
const unfit = {
  'no-such-clause': { code: 'policy.no-such-clause', lists: ['removed', ...partial], member: 'id' },
  'no-such-sibling': { code: 'policy.no-such-sibling', lists: ['added', 'moved'], member: 'after' },
  'clause-below-itself': { code: 'policy.clause-below-itself', lists: ['added', 'moved'], member: 'parent' },
} as const satisfies Record<Unfit['kind'], { code: string; lists: Lists; member: string }>;

/** The place that names a parent which the version lacks, or the removal of that parent. */
function parentless({ id, parent }: Clause, changes: Changes): string[] {
  const naming = placesOf(id, changes, ['added', 'moved'], 'parent');
  return naming.length > 0 ? naming : placesOf(parent ?? '', changes, ['removed']);
}

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
    const before = versionNamed(state, base) ?? refuse('policy.no-such-version', { version: base, fields: ['base'] });
    const latest = latestEffect(state);
    if (latest?.version !== base) return refuse('policy.base-superseded', { version: latest?.version });
    if (adoptedOn < before.adoptedOn) return refuse('policy.adopted-before-base', { version: base, adoptedOn: before.adoptedOn });
    refuseDates({ adoptedOn, effectiveFrom }, state, { today, refuse });

    const changes = changesOf(command);
    const twice = namedTwice(changes);
    if (twice) return refuse('policy.clause-named-twice', twice);
    const used = new Set(state.versions.flatMap(idsOf));
    const reused = changes.added.find(({ id }) => used.has(id));
    if (reused) return refuse('policy.clause-id-used', { clause: reused.id, fields: placesOf(reused.id, changes, ['added'], 'id') });
    const clauses = amendedBy(before.clauses, changes);
    if ('kind' in clauses) {
      const { code, lists, member } = unfit[clauses.kind];
      return refuse(code, { clause: clauses.clause, fields: placesOf(clauses.clause, changes, lists, member) });
    }
    if (clauses.length === 0) return refuse('policy.no-clauses', { fields: ['removed'] });
    const problem = misplaced(clauses);
    if (problem?.kind === 'says-nothing')
      return refuse('policy.clause-says-nothing', {
        clause: problem.clause,
        fields: placesOf(problem.clause, changes, ['added', 'changed']),
      });
    const kept = new Set(clauses.map(({ id }) => id));
    const orphan = clauses.find(({ parent }) => parent !== null && !kept.has(parent));
    if (orphan) return refuse('policy.no-such-parent', { clause: orphan.id, parent: orphan.parent, fields: parentless(orphan, changes) });
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
