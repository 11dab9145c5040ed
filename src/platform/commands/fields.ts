import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

const day = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (value: unknown): boolean => {
  if (typeof value !== 'string' || !day.test(value)) return false;
  const instant = Date.parse(`${value}T00:00:00Z`);
  // A day that does not exist either fails to parse or rolls over into the next month.
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value);
};

/** A day that exists, `YYYY-MM-DD`. */
export const IsDay = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isDay',
      validator: { validate: isDay, defaultMessage: buildMessage((each) => `${each}$property must be a day that exists, as YYYY-MM-DD`, options) },
    },
    options,
  );

/** Text with something to read in it, at most `max` UTF-16 units long. */
export const IsProse = (max: number, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isProse',
      constraints: [max],
      validator: {
        validate: (value) => typeof value === 'string' && value.length <= max && /\S/.test(value),
        defaultMessage: buildMessage((each) => `${each}$property must be text of 1 to ${max} characters, not all blank`, options),
      },
    },
    options,
  );
