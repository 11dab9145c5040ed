import { Enum, Integer, Object as Shape, type Static, String as Text } from 'typebox';
import { AuthorityName, OrNull } from './vocabulary.js';

/** The ways in which days are counted: all calendar days, or only those on which the city works. */
export const countings = ['calendar', 'business'] as const;
export type Counting = (typeof countings)[number];

/** A step of the grievance procedure, as the grievance found it on that day. */
export const GrievanceStep = () =>
  Shape(
    {
      name: Text({ minLength: 1, maxLength: 200 }),
      /** An office or Council; null where a body outside the city hears it. */
      hears: OrNull(AuthorityName()),
      /** The hearing officer or arbitrator outside the city; null where an authority of the city hears it. */
      outside: OrNull(Text({ minLength: 1, maxLength: 200 })),
      /** Days to bring the grievance to this step, after the decision that it is against. */
      fileDays: Integer({ minimum: 1, maximum: 365 }),
      /** Days to decide at this step; null where nothing limits them. */
      decideDays: OrNull(Integer({ minimum: 1, maximum: 365 })),
      counts: Enum(countings),
    },
    { additionalProperties: false },
  );
export type GrievanceStep = Static<ReturnType<typeof GrievanceStep>>;
