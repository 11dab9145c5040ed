import { definitions, streams } from '../../../src/definitions.js';
import type { AnyEventType } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { aboutOf } from '../../../src/platform/module-definition.js';

const about = aboutOf(definitions);
const [caseId, other] = [derivedId('spec', 'case'), derivedId('spec', 'other')];
const naming = (field: string) =>
  streams.flatMap(({ name, events }) =>
    (Object.values(events) as AnyEventType[])
      .filter(({ shape }) => field in (shape.properties as object))
      .map(({ type }) => [type, `${name}-${derivedId('spec', type)}`] as const),
  );

it.each(naming('caseId'))('%s, whose data names a case, is about it, so that the case’s walls hide it', (_, stream) =>
  expect(about({ stream, data: { caseId } })).toContain(`case-${caseId}`),
);

it.each(naming('other'))('%s, which names another case, is about both', (_, stream) =>
  expect(about({ stream, data: { caseId, other } })).toEqual([`case-${caseId}`, `case-${other}`]),
);
