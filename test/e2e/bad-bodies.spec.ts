import { getMetadataStorage } from 'class-validator';
import { newId } from '../../src/platform/ground/ids.js';
import { paramsOf, type Route } from '../../src/platform/http/routes.js';
import { type Answer, useCity } from '../kit/app.js';

const city = useCity();

const posts = (): readonly Route[] => city.routes.filter(({ method }) => method === 'POST');
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const addressOf = ({ path }: Route): string => paramsOf(path).reduce((text, name) => text.replace(`:${name}`, newId()), path);
/** Only those that are read as JSON. */
const readsJson = (route: Route): boolean => route.input !== undefined && route.kind === 'command' && !route.upload;

/** Fields of the body with the names of their rules. */
function fieldsOf(route: Route): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const { propertyName, name } of getMetadataStorage().getTargetValidationMetadatas(route.input as never, '', false, false))
    if (!paramsOf(route.path).includes(propertyName)) fields.set(propertyName, [...(fields.get(propertyName) ?? []), name ?? '']);
  return fields;
}

/** Refused for what was sent, as a problem that tells of it. */
async function refused(route: Route, body: string | Uint8Array): Promise<Answer> {
  const answer = await city.as('City Manager').post(addressOf(route), body);
  const at = { route: nameOf(route), sent: String(body).slice(0, 80), status: answer.status, code: answer.body?.code };
  expect({ ...at, refused: answer.status >= 400 && answer.status < 500 }).toEqual({ ...at, refused: true });
  expect([nameOf(route), answer.headers.get('content-type')]).toEqual([
    nameOf(route),
    expect.stringMatching(/^application\/problem\+json/),
  ]);
  return answer;
}
/** Refused with the field named. */
async function names(route: Route, field: string, value: string): Promise<void> {
  const answer = await refused(route, `{${JSON.stringify(field)}:${value}}`);
  const fields = (answer.body.errors ?? []).map((error: { field: string }) => error.field.split(/[.[]/)[0]);
  const at = { route: nameOf(route), value: value.slice(0, 40), status: answer.status, code: answer.body.code };
  expect({ ...at, fields }).toEqual({ ...at, status: 422, code: 'request.invalid', fields: expect.arrayContaining([field]) });
}

let head: number;
beforeAll(async () => {
  await city.settle();
  head = await city.head();
});
afterEach(async () => expect(await city.head()).toBe(head));

it('no route takes what is no JSON object in UTF-8', async () => {
  for (const route of posts())
    for (const body of ['{', '[]', '"x"', '{"\\ud83d":1}', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])]) await refused(route, body);
});

it('no command takes a field that it does not have', async () => {
  for (const route of posts().filter(readsJson)) await names(route, 'stranger', '"x"');
});

it('no command takes a value that does not fit its field: of another type, too long, half a character, or U+0000', async () => {
  let tried = 0;
  for (const route of posts().filter(readsJson))
    for (const field of fieldsOf(route).keys())
      for (const value of ['{"stranger":1}', '[[7]]', '7.5', JSON.stringify('x'.repeat(30_000)), '"x\\ud83d"', '"x\\u0000"']) {
        await names(route, field, value);
        tried += 1;
      }
  expect(tried).toBeGreaterThan(800);
});

it('no command takes a day that does not exist', async () => {
  let tried = 0;
  for (const route of posts().filter(readsJson))
    for (const [field, rules] of fieldsOf(route))
      if (rules.includes('isDay') || rules.includes('isDayOrInstant') || rules.includes('isInstant'))
        for (const day of ['2026-02-30', '2026-13-01', '0000-00-00', '2026-2-3', '2026-03-02T25:00:00Z']) {
          await names(route, field, JSON.stringify(day));
          tried += 1;
        }
  expect(tried).toBeGreaterThan(60);
});
