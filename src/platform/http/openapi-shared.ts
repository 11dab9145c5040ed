import { problemCodes } from './openapi-errors.js';
import { byText, type Json, type Operation } from './openapi-schemas.js';

type Components = Record<'parameters' | 'responses', Record<string, Json>>;

/**
 * The same object with sorted keys: nothing in the document depends on the order of modules or
 * files.
 */
export const sorted = <T>(object: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(object).sort(([one], [other]) => byText(one, other)));

const text = (object: Json): string => JSON.stringify(object);

/**
 * Names the parts that several operations share, and refers to them by name. A name follows from
 * the part: `query.limit`, or `Problem.` and the codes of a refusal. A part of a single operation
 * stays in that operation.
 */
export function shareAlike(operations: readonly Operation[]): Components {
  const parameters = new Shared('parameters', (parameter) => `${parameter.in}.${parameter.name}`);
  const responses = new Shared('responses', (response) => `Problem.${problemCodes(response).join('_')}`);
  for (const operation of operations) {
    for (const parameter of operation.parameters ?? []) parameters.count(parameter);
    for (const response of Object.values(operation.responses ?? {})) if (problemCodes(response).length > 0) responses.count(response);
  }
  for (const operation of operations) {
    operation.parameters = (operation.parameters ?? []).map((parameter) => parameters.referred(parameter));
    operation.responses = Object.fromEntries(
      Object.entries(operation.responses ?? {}).map(([status, response]) => [status, responses.referred(response)]),
    );
  }
  return { parameters: parameters.named(), responses: responses.named() };
}

/**
 * Named objects of one kind. If several would have the same name, the most used one gets it; among
 * equals, the first by its text.
 */
class Shared {
  readonly #uses = new Map<string, { readonly object: Json; uses: number }>();
  #names: Map<string, string> | undefined;

  constructor(
    private readonly kind: keyof Components,
    private readonly nameOf: (object: Json) => string,
  ) {}

  count(object: Json): void {
    const known = this.#uses.get(text(object)) ?? { object, uses: 0 };
    known.uses += 1;
    this.#uses.set(text(object), known);
  }

  /** A reference to the object; the object itself where it has no name. */
  referred(object: Json): Json {
    const name = this.#named().get(text(object));
    return name === undefined ? object : { $ref: `#/components/${this.kind}/${name}` };
  }

  named(): Record<string, Json> {
    return sorted(Object.fromEntries([...this.#named()].map(([key, name]) => [name, this.#uses.get(key)?.object ?? {}])));
  }

  /** Names, by the text of their objects. */
  #named(): Map<string, string> {
    if (this.#names) return this.#names;
    const alike = [...this.#uses].filter(([, { uses }]) => uses > 1);
    alike.sort(([one, { uses }], [other, { uses: others }]) => others - uses || byText(one, other));
    const byName = new Map<string, string>();
    for (const [key, { object }] of alike) if (!byName.has(this.nameOf(object))) byName.set(this.nameOf(object), key);
    this.#names = new Map([...byName].map(([name, key]) => [key, name]));
    return this.#names;
  }
}
