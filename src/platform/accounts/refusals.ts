import { refusals } from '../refusals/refuse.js';
import { throttleRefusals } from '../throttling/refusals.js';

/** The refusals of signing in and of managing accounts and tokens. */
export const accountRefusals = refusals({
  'sign-in.refused': { status: 401, says: 'Login or password is wrong.' },
  ...throttleRefusals.table,
  'account.login-unfit': { fields: ['login'], status: 422, says: 'A login is 1 to 200 characters, without control characters.' },
  'account.login-taken': { fields: ['login'], status: 409, says: 'This login is taken.' },
  'account.password-unfit': { fields: ['password'], status: 422, says: 'A password is 12 to 200 characters.' },
  'account.exists': { fields: ['person'], status: 409, says: 'This person has an account already.' },
  'account.not-found': { status: 404, says: 'This person has no account that may sign in.' },
  'token.label-unfit': { fields: ['label'], status: 422, says: 'A label is 1 to 100 characters.' },
  'token.days-unfit': { fields: ['days'], status: 422, says: 'A token is good for 1 to 366 whole days.' },
  'token.not-found': { fields: ['tokenId'], status: 404, says: 'There is no such token.' },
});
