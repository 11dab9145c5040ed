import { at, type Document, generated } from '../kit/documented.js';

/** Names of fields that hold ids of people, wherever an answer has them. */
const people = ['person', 'subject', 'by', 'investigator', 'accused', 'witnesses', 'administrators', 'addressee', 'replaces', 'approvedBy'];
/** Fields of these names that hold something else. */
const others = new Map([
  ['OpenRoute.by', 'name of a grant'],
  ['ParkedWork.about', 'the key of a piece of work'],
  ['PlannedStepInCase.by', 'a day'],
  ['SettlementShown.approvedBy', 'an authority'],
]);
const isPersonId = (name: string, { description = '' }: Document): boolean =>
  people.includes(name) || /\bperson ids?\b|\bid of the person\b/i.test(description);
const isDepartmentId = (name: string): boolean => name === 'department';
const holdsText = ({ type, items }: Document): boolean => {
  const types = [type].flat();
  return types.includes('string') || (types.includes('array') && [items?.type].flat().includes('string'));
};

/** Every named schema that an answer of the document shows, with its name. */
function answered(): Map<string, Document> {
  const found = new Map<string, Document>();
  const look = (part: Document): void => {
    if (part === null || typeof part !== 'object') return;
    const name = part.$ref?.match(/^#\/components\/schemas\/(.*)$/)?.[1];
    if (part.$ref && !found.has(part.$ref)) {
      if (name) found.set(name, at(generated, part));
      else if (!part.$ref.includes('/responses/')) return;
      look(at(generated, part));
    }
    for (const [key, inner] of Object.entries(part)) if (key !== '$ref') look(inner);
  };
  for (const path of Object.values<Document>(generated.paths))
    for (const { responses } of Object.values<Document>(path))
      for (const [status, response] of Object.entries<Document>(responses)) if (status < '400') look(at(generated, response).content);
  return found;
}

describe('the fields of answers that hold ids of people and departments', () => {
  const fields = [...answered()].flatMap(([schema, { properties = {} }]) =>
    Object.entries<Document>(properties).map(([name, property]) => ({ field: `${schema}.${name}`, name, property })),
  );
  const open = fields.filter(({ field, property }) => holdsText(property) && !property.enum && !others.has(field));
  const markedAs = (kind: string) => fields.filter(({ property }) => property[`x-${kind}-ref`] === true);

  it('are marked, all of them', () => {
    const missing = [
      ...open.filter(({ name, property }) => isPersonId(name, property) && !property['x-person-ref']),
      ...open.filter(({ name, property }) => isDepartmentId(name) && !property['x-department-ref']),
    ];
    expect(missing.map(({ field }) => field)).toEqual([]);
    expect(markedAs('person').length).toBeGreaterThan(30);
    expect(markedAs('department').length).toBeGreaterThan(5);
  });

  it('have names that mean the same in every answer', () => {
    const marked = new Set(markedAs('person').map(({ name }) => name));
    // `at`, `before` and `after` hold ids of people in one answer each; elsewhere they hold times.
    for (const shared of ['at', 'before', 'after']) marked.delete(shared);
    const unlike = open.filter(({ name, property }) => marked.has(name) && !property['x-person-ref']);
    expect(unlike.map(({ field }) => field)).toEqual([]);
  });

  it('are in answers that can name them: every GET of a query with an answer in JSON takes names', () => {
    const without: string[] = [];
    for (const [path, { get }] of Object.entries<Document>(generated.paths)) {
      const parameters: Document[] = (get?.parameters ?? []).map((one: Document) => at(generated, one));
      const { headers, content } = at(generated, get?.responses['200']) ?? {};
      // A file is handed out as it is, also one of JSON.
      if (!parameters.some(({ name }) => name === 'asOf') || headers['Content-Disposition']) continue;
      const schema = at(generated, content['application/json']?.schema);
      if (!parameters.some(({ name }) => name === 'names') || !schema?.properties?.names) without.push(path);
    }
    expect(without).toEqual([]);
  });
});
