import { Null, String as Text, type TSchema, Union } from 'typebox';

/** Shapes that many events share. */
export const Id = () => Text({ format: 'uuid' });
/** A calendar day, `YYYY-MM-DD`, in the city's time zone. */
export const DayText = () => Text({ format: 'date' });
export const OrNull = <T extends TSchema>(shape: T) => Union([shape, Null()]);
