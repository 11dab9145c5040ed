import { Matches, type ValidationOptions } from 'class-validator';

/** The pattern of a rung's id, for example written-warning. */
export const rungIdPattern = /^[a-z][a-z-]{1,39}$/;

/** An id of a rung of the ladder. */
export const IsRungId = (options?: ValidationOptions): PropertyDecorator => Matches(rungIdPattern, options);
