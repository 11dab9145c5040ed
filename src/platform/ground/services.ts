/** The application's providers, found by their class. */
export interface Services {
  get<T>(provider: abstract new (...args: never[]) => T): T;
}
