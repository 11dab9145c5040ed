import { commandHandlers } from '../../src/definitions.js';
import { fieldsOf } from '../../src/platform/commands/decide.js';
import type { RefusalTerms } from '../../src/platform/refusals/refuse.js';

/** For each refusal that names fields: the names of the fields of every command that can give it. */
const named = new Map<string, { readonly fields: readonly string[]; readonly commands: Map<string, ReadonlySet<string>> }>();
for (const { command, refuses } of commandHandlers)
  for (const [code, { fields }] of Object.entries(refuses as Record<string, RefusalTerms>)) {
    if (!fields) continue;
    const entry = named.get(code) ?? { fields, commands: new Map() };
    entry.commands.set(command.name, fieldsOf(new command()));
    named.set(code, entry);
  }

describe('the fields that a refusal names', () => {
  it('are fields of commands that can give it, and each such command has one of them', () => {
    expect(named.size).toBeGreaterThan(100);
    const strays = [...named].flatMap(([code, { fields, commands }]) => [
      ...fields.filter((field) => ![...commands.values()].some((own) => own.has(field))).map((field) => `${code}: no command has ${field}`),
      ...[...commands]
        .filter(([, own]) => !fields.some((field) => own.has(field)))
        .map(([name]) => `${code}: ${name} has none of its fields`),
    ]);
    expect(strays).toEqual([]);
  });
});
