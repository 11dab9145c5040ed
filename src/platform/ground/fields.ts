import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { buildMessage, IsBoolean, ValidateBy, type ValidationOptions } from 'class-validator';

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const control = /\p{Cc}/u;

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the value is a day that exists, `YYYY-MM-DD`. */
export function isDay(value: unknown): value is string {
  const [, year, month, date] = (typeof value === 'string' && day.exec(value)) || [];
  if (year === undefined) return false;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const length = month === '02' && leap ? 29 : (lengths[Number(month) - 1] ?? 0);
  return Number(date) >= 1 && Number(date) <= length;
}

/** Whether the value is an instant that exists, ISO 8601 with its offset from UTC. */
export const isInstant = (value: unknown): value is string => {
  const parts = typeof value === 'string' ? instant.exec(value) : null;
  return parts !== null && isDay(parts[1]);
};

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && (value.length <= max || (value.length <= 2 * max && [...value].length <= max)) && /\S/.test(value);

/**
 * The same characters have several encodings. Text is normalized before anything compares or hashes
 * it.
 */
const Normalized = (): PropertyDecorator => {
  const normalize = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC').trim() : value);
  return Transform(({ value }) => (Array.isArray(value) ? value.map(normalize) : normalize(value)));
};

const field = (
  name: string,
  constraints: unknown[],
  validate: (value: unknown) => boolean,
  says: string,
  options?: ValidationOptions,
): PropertyDecorator =>
  ValidateBy(
    { name, constraints, validator: { validate, defaultMessage: buildMessage((each) => `${each}$property ${says}`, options) } },
    options,
  );

/** A boolean that comes as text, `true` or `false`: a form and a query string have nothing else. */
export const IsFlag = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );

/** A day that exists, `YYYY-MM-DD`. */
export const IsDay = (options?: ValidationOptions): PropertyDecorator =>
  field('isDay', [], isDay, 'must be a day that exists, as YYYY-MM-DD', options);

/** An instant that exists: ISO 8601 with its offset, for example `2026-03-01T12:00:00-07:00`. */
export const IsInstant = (options?: ValidationOptions): PropertyDecorator =>
  field('isInstant', [], isInstant, 'must be an instant that exists, as ISO 8601 with its offset', options);

/**
 * Text with at least one visible character, at most `max` characters; trimmed and normalized to NFC
 * on its way in.
 */
export const IsProse = (max: number, options?: ValidationOptions): PropertyDecorator =>
  applyDecorators(
    Normalized(),
    field('isProse', [max], (value) => isText(value, max), `must be text of 1 to ${max} characters, not all blank`, options),
  );

/** The longest name, in characters. */
export const nameLength = 200;

/**
 * One line that names someone or something, at most 200 characters; trimmed and normalized to NFC
 * on its way in.
 */
export const IsName = (options?: ValidationOptions): PropertyDecorator =>
  applyDecorators(
    Normalized(),
    field(
      'isName',
      [nameLength],
      (value) => isText(value, nameLength) && !control.test(value),
      `must be one line of 1 to ${nameLength} characters, not all blank`,
      options,
    ),
  );
