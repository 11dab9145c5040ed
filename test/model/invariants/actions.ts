import type { Action } from '../../../src/platform/queries/query-handler.js';
import type { Claim } from '../../../src/platform/refusals/claims.js';

const unlisted = ['access.not-permitted', 'resource.not-found', 'resource.exists'];

const isMissing = (value: unknown): boolean => value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** The first code with which a command is refused for its fields, as its action says. */
function claimed({ asks: { needs = [], leaves = [] } }: Action, command: object): string | undefined {
  const value = (field: string) => (command as Record<string, unknown>)[field];
  const stands = ({ unless = [] }: Claim) => unless.every((field) => isMissing(value(field)));
  return [
    ...needs.filter((claim) => isMissing(value(claim.field)) && stands(claim)),
    ...leaves.filter((claim) => !isMissing(value(claim.field)) && stands(claim)),
  ].map(({ code }) => code)[0];
}

/**
 * What the actions said of a command holds when it is given. A command that is not listed is refused
 * as not permitted or absent. One that is not open is refused with the code of its guard. One that
 * needs or leaves a field is refused with that claim's code. `code` is the refusal; undefined where
 * the command was carried out.
 */
export function keepsWhatActionsSay(said: Action | undefined, command: object, code: string | undefined): void {
  const { name } = command.constructor;
  if (!said) expect({ name, code, is: unlisted.includes(code ?? '') }).toEqual({ name, code, is: true });
  else {
    const first = said.refusal?.code ?? claimed(said, command);
    if (first !== undefined) expect({ name, code }).toEqual({ name, code: first });
  }
}
