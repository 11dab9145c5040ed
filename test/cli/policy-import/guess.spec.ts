import { bindsOf, forceOf } from '../../../src/cli/policy-import/guess.js';

describe('the force of a clause', () => {
  it.each([
    ['Staff shall ask the clerk.', 'shall', 'sure'],
    ['Staff must ask the clerk.', 'must', 'sure'],
    ['Staff should ask the clerk.', 'should', 'sure'],
    ['The clerk may take it down.', 'may', 'sure'],
    ['Staff shall not pin anything.', 'shall not', 'sure'],
    ['Staff may not pin anything.', 'shall not', 'sure'],
    ['Pinning is strictly prohibited.', 'shall not', 'sure'],
    ['No visitor shall write on a notice.', 'shall not', 'sure'],
    ['Passwords are never shared.', 'shall not', 'likely'],
    ['Do not pin anything.', 'shall not', 'likely'],
    ['Staff should not pin anything.', 'shall not', 'likely'],
    ['Staff are required to ask.', 'shall', 'likely'],
    ['Visitors are encouraged to ask.', 'should', 'likely'],
    ['The town reserves the right to remove it.', 'may', 'likely'],
    ['The clerk will answer.', 'shall', 'unsure'],
    ['A notice is a record.', 'states', 'unsure'],
    ['Adopted on 3 May 2021.', 'states', 'unsure'],
  ] as const)('of “%s” is %s, %s', (text, value, confidence) => expect(forceOf(text)).toEqual({ value, confidence }));

  it('is the first sentence’s, and less sure where another binds otherwise', () =>
    expect(forceOf('Staff shall ask. The clerk may answer.')).toEqual({ value: 'shall', confidence: 'likely' }));
  it('is that of what it stands below, where its own words say none', () => {
    expect(forceOf('pin anything;', { value: 'shall not', confidence: 'sure' })).toEqual({ value: 'shall not', confidence: 'likely' });
    expect(forceOf('pin anything;', { value: 'may', confidence: 'likely' })).toEqual({ value: 'may', confidence: 'unsure' });
    expect(forceOf('a board;', { value: 'states', confidence: 'sure' })).toEqual({ value: 'states', confidence: 'unsure' });
  });
});

describe('whom a clause binds', () => {
  it.each([
    ['All employees shall ask.', 'all employees', 'sure'],
    ['The Records Officer must keep a copy.', 'Records Officer', 'sure'],
    ['Staff and visitors shall ask.', 'staff and visitors', 'likely'],
    ['A notice shall be signed by the City Clerk.', 'City Clerk', 'likely'],
    ['A notice is a record. Visitors may read it.', 'visitors', 'sure'],
    ['A notice is a record.', 'everyone', 'unsure'],
  ] as const)('in “%s” is %s, %s', (text, value, confidence) => expect(bindsOf(text)).toEqual({ value, confidence }));
  it('is whom that binds which it stands below, where its own words name nobody', () =>
    expect(bindsOf('pin anything;', { value: 'staff', confidence: 'sure' })).toEqual({ value: 'staff', confidence: 'likely' }));
});
