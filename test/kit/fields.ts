import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import { AddEvidence, EvidenceForm } from '../../src/modules/evidence/add-evidence.js';

/** The forms that come with a file, by the command that the server makes of them. */
const forms = new Map<unknown, Type<object>>([[AddEvidence, EvidenceForm]]);

/** Whether a request of this class has the field at a path: `departures.0.allegationId`. */
export function hasField(type: Type<object>, path: string): boolean {
  const form = forms.get(type);
  if (form) return path === 'file' || hasField(form, path);
  const [name = '', ...below] = path.split('.').filter((part) => !/^\d+$/.test(part));
  const own = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  if (!own.some(({ propertyName }) => propertyName === name)) return false;
  if (below.length === 0) return true;
  // The class of a field's value is known only from converting one.
  const inner = (plainToInstance(type, { [name]: {} }) as Record<string, object>)[name];
  return inner !== undefined && inner.constructor !== Object && hasField(inner.constructor as Type<object>, below.join('.'));
}

/** Whether the request has what a path leads through: the third departure for `departures.2.outcome`. */
export const leadsTo = (request: object, path: string): boolean => {
  let value: unknown = request;
  for (const part of path.split('.').slice(0, -1)) value = (value as Record<string, unknown> | undefined)?.[part];
  return value !== undefined && value !== null;
};
