import { IsIn, IsOptional, Matches } from 'class-validator';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { pathsIn, type RefuseOf } from '../../platform/refusals/refuse.js';
import { type Clause, clauseIdPattern, type Force, forces, misplaced } from './clause.js';
import { policyRefusals } from './policy.refusals.js';

const like = { message: '$property must be like STD, STD-4, CIV-5a or CIV-5a.2' };

/** A clause's id. */
export const IsClauseId = (): PropertyDecorator => Matches(clauseIdPattern, like);
/** The number as printed before a clause, for example 4 or (a). */
export const IsClauseNumber = (): PropertyDecorator =>
  Matches(/^\S(.{0,38}\S)?$/u, { message: '$property must be one line of 1 to 40 characters, without spaces around it' });
/** A version's short name, for example 5716. */
export const IsVersionName = (): PropertyDecorator => Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);

/** A clause as it is cited: its id, its place, its text, whom it binds and with what force. */
export class ClauseInput {
  /** For example STD-4. The clause keeps its id even if it is renumbered. */
  @IsClauseId() id!: string;
  /** Id of its parent clause. */
  @IsOptional() @IsClauseId() parent?: string | null;
  /** The number as printed before it, for example 4 or (a). */
  @IsOptional() @IsClauseNumber() number?: string | null;
  @IsOptional() @IsName() heading?: string | null;
  /** May be left out if the clause is only a heading. */
  @IsOptional() @IsProse(20_000) text?: string | null;
  @IsName() binds!: string;
  @IsIn(forces) force!: Force;
}

export const clauseFrom = ({ id, parent, number, heading, text, binds, force }: ClauseInput): Clause => ({
  id,
  parent: parent ?? null,
  number: number ?? null,
  heading: heading ?? null,
  text: text ?? '',
  binds,
  force,
});

export const treeRefusals = policyRefusals(
  'policy.no-clauses',
  'policy.duplicate-clause',
  'policy.no-such-parent',
  'policy.clause-out-of-place',
  'policy.clause-says-nothing',
);

/** Refuses clauses that do not form a tree in reading order. */
export function refuseMisplaced(clauses: readonly Clause[], refuse: RefuseOf<typeof treeRefusals>): void {
  if (clauses.length === 0) refuse('policy.no-clauses', { fields: ['clauses'] });
  const problem = misplaced(clauses);
  if (!problem) return;
  const { kind, ...details } = problem;
  const isIt = ({ id }: Clause): boolean => id === problem.clause;
  const at = `clauses.${clauses.findIndex(isIt)}`;
  if (kind === 'twice') refuse('policy.duplicate-clause', { ...details, fields: pathsIn('clauses', clauses, isIt, 'id').slice(1) });
  if (kind === 'parent-missing') refuse('policy.no-such-parent', { ...details, fields: [`${at}.parent`] });
  if (kind === 'out-of-place') refuse('policy.clause-out-of-place', { ...details, fields: [at] });
  refuse('policy.clause-says-nothing', { ...details, fields: [at] });
}
