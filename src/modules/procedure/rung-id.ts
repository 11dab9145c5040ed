import { Matches, type ValidationOptions } from 'class-validator';

/** What the id of a rung looks like, for example written-warning. */
export const rungIdPattern = /^[a-z][a-z-]{1,39}$/;

/** An id of a rung of the ladder. */
export const IsRungId = (options?: ValidationOptions): PropertyDecorator => Matches(rungIdPattern, options);
