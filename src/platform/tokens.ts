/** Injection token: the city's time zone, an IANA name. */
export const CITY_TIME_ZONE = 'CITY_TIME_ZONE';
