import { resolve } from 'node:path';
import { ConfigError, readConfig } from '../src/config.js';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('it was accepted');
};

const onPostgres = { host: 'db.example.gov', port: 5432, database: 'casebook', tls: true, caFile: '/run/secrets/ca.pem' };

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      data: resolve('data'),
      events: { directory: resolve('data') },
      views: { directory: resolve('data') },
      accounts: { directory: resolve('data') },
      role: 'all',
      masterKeyFile: resolve('data/master.key'),
      timeZone: 'America/Denver',
      logLevel: 'info',
      environment: 'development',
      bodyLimit: 1024 * 1024,
      publicOrigin: undefined,
      trustedProxies: [],
      maxViewLag: { events: 10_000 },
      largestFile: 256 * 1024 * 1024,
      demoAllowed: true,
    });
  });

  it('takes every variable', () => {
    const config = readConfig({
      HOST: '::1',
      PORT: '0',
      CASEBOOK_DATA: '/var/lib/casebook',
      CASEBOOK_EVENTS: 'esdb://10.0.0.5,10.0.0.6:2114',
      CASEBOOK_EVENTS_CREDENTIALS_FILE: '/run/secrets/esdb',
      CASEBOOK_EVENTS_CA_FILE: '/etc/casebook/ca.pem',
      CASEBOOK_VIEWS: 'postgres://db.example.gov/casebook',
      CASEBOOK_VIEWS_CREDENTIALS_FILE: '/run/secrets/views',
      CASEBOOK_VIEWS_CA_FILE: '/run/secrets/ca.pem',
      CASEBOOK_ACCOUNTS_CREDENTIALS_FILE: '/run/secrets/accounts',
      CASEBOOK_ROLE: 'web',
      CASEBOOK_MASTER_KEY_FILE: '/run/secrets/master.key',
      CASEBOOK_TIME_ZONE: 'Europe/Berlin',
      CASEBOOK_LOG_LEVEL: 'debug',
      NODE_ENV: 'test',
      CASEBOOK_BODY_LIMIT: '2048',
      CASEBOOK_MAX_VIEW_LAG: '5000ms',
      CASEBOOK_PUBLIC_URL: 'https://casebook.example.gov/',
      CASEBOOK_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      CASEBOOK_EVIDENCE_MAX_MIB: '2',
    });
    expect(config).toEqual({
      host: '::1',
      port: 0,
      data: '/var/lib/casebook',
      events: {
        url: 'esdb://10.0.0.5:2113,10.0.0.6:2114',
        hosts: [
          { address: '10.0.0.5', port: 2113 },
          { address: '10.0.0.6', port: 2114 },
        ],
        prefix: 'casebook-',
        discover: false,
        tls: true,
        credentialsFile: '/run/secrets/esdb',
        caFile: '/etc/casebook/ca.pem',
      },
      views: { ...onPostgres, credentialsFile: '/run/secrets/views', schema: 'casebook_views' },
      accounts: { ...onPostgres, credentialsFile: '/run/secrets/accounts', schema: 'casebook_accounts' },
      role: 'web',
      masterKeyFile: '/run/secrets/master.key',
      timeZone: 'Europe/Berlin',
      logLevel: 'debug',
      environment: 'test',
      bodyLimit: 2048,
      publicOrigin: 'https://casebook.example.gov',
      trustedProxies: ['10.0.0.0/8', '::1'],
      maxViewLag: { milliseconds: 5000 },
      largestFile: 2 * 1024 * 1024,
      demoAllowed: true,
    });
  });

  it('keeps the master key with the data unless told otherwise', () => {
    expect(readConfig({ CASEBOOK_DATA: '/srv/data' }).masterKeyFile).toBe('/srv/data/master.key');
  });

  it('takes an empty variable for an unset one', () => {
    expect(readConfig({ PORT: '', HOST: '' })).toEqual(readConfig({}));
  });

  it('cannot be changed', () => {
    const config = readConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.maxViewLag)).toBe(true);
  });

  it.each([
    ['127.0.0.1', 'development', true],
    ['127.8.9.1', 'test', true],
    ['localhost', 'development', true],
    ['::1', 'development', true],
    ['127.0.0.1', 'production', false],
    ['0.0.0.0', 'development', false],
    ['::', 'development', false],
    ['192.168.1.4', 'development', false],
    ['127.example.org', 'development', false],
  ])('on %s in %s, demonstration logins allowed: %s', (HOST, NODE_ENV, allowed) => {
    expect(readConfig({ HOST, NODE_ENV }).demoAllowed).toBe(allowed);
  });

  it.each([
    ['HOST', 'not a host'],
    ['HOST', '-x'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '3000x'],
    ['CASEBOOK_DATA', 'da\0ta'],
    ['CASEBOOK_MASTER_KEY_FILE', '\0'],
    ['CASEBOOK_TIME_ZONE', 'Montana'],
    ['CASEBOOK_TIME_ZONE', '-07:00'],
    ['CASEBOOK_LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['CASEBOOK_BODY_LIMIT', '1MB'],
    ['CASEBOOK_BODY_LIMIT', '12'],
    ['CASEBOOK_EVIDENCE_MAX_MIB', '0'],
    ['CASEBOOK_EVIDENCE_MAX_MIB', '16385'],
    ['CASEBOOK_MAX_VIEW_LAG', '0'],
    ['CASEBOOK_MAX_VIEW_LAG', '5 seconds'],
    ['CASEBOOK_PUBLIC_URL', 'casebook.example.gov'],
    ['CASEBOOK_PUBLIC_URL', 'ftp://casebook.example.gov'],
    ['CASEBOOK_PUBLIC_URL', 'https://casebook.example.gov/path'],
    ['CASEBOOK_TRUSTED_PROXIES', 'proxy'],
    ['CASEBOOK_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['CASEBOOK_TRUSTED_PROXIES', '10.0.0.1/8/9'],
    ['CASEBOOK_TRUSTED_PROXIES', '10.0.0.1,'],
  ])('refuses %s=%j, naming the variable, the value and what it takes', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} is .*; it takes .+`, 's'));
    expect(problems[0]).toContain(JSON.stringify(value));
  });

  it.each([
    ['esdb://', 'names a host that is none'],
    ['esdb://a b', 'names a host that is none'],
    ['esdb://host:0', 'names a host that is none'],
    ['esdb://login:hunter2@host', 'holds credentials, which belong into CASEBOOK_EVENTS_CREDENTIALS_FILE'],
    ['esdb://host?nodePreference=follower', 'takes no parameter but tls=true or tls=false'],
    ['esdb+discover://a,b', 'takes one name after esdb+discover://'],
    ['esdb://host?tls=false', 'may leave TLS out for a server on this machine only'],
    ['esdb://host', 'needs CASEBOOK_EVENTS_CREDENTIALS_FILE'],
    ['postgres://host', 'takes esdb://'],
    ['/another/directory', 'takes esdb://'],
  ])('refuses CASEBOOK_EVENTS=%s and quotes nothing of it', (CASEBOOK_EVENTS, says) => {
    const problems = problemsOf({ CASEBOOK_EVENTS });
    expect(problems).toEqual([expect.stringContaining(`CASEBOOK_EVENTS ${says}`)]);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('counts the lag of views in milliseconds where positions count no events', () => {
    const CASEBOOK_EVENTS = 'esdb://localhost:2113?tls=false';
    expect(readConfig({ CASEBOOK_EVENTS })).toMatchObject({ maxViewLag: { milliseconds: 5000 }, events: { tls: false } });
    expect(readConfig({ CASEBOOK_EVENTS: 'esdb://[::1]:2113?tls=false' }).events).toMatchObject({
      hosts: [{ address: '[::1]', port: 2113 }],
    });
    expect(problemsOf({ CASEBOOK_EVENTS, CASEBOOK_MAX_VIEW_LAG: '100' })).toEqual([
      expect.stringContaining('CASEBOOK_MAX_VIEW_LAG takes milliseconds'),
    ]);
  });

  it('refuses a misspelt variable of its own, and minds nobody else’s', () => {
    expect(problemsOf({ CASEBOOK_DTA: '/srv', PATH: '/bin' })).toEqual([expect.stringMatching(/^CASEBOOK_DTA is not a variable/)]);
  });

  it('tells everything that is wrong at once', () => {
    const problems = problemsOf({ PORT: 'x', CASEBOOK_TIME_ZONE: 'Mars/Base', NODE_ENV: 'staging' });
    expect(problems.map((problem) => problem.split(' ', 1)[0])).toEqual(['PORT', 'CASEBOOK_TIME_ZONE', 'NODE_ENV']);
    expect(new ConfigError(problems).message).toContain(problems.join('\n  '));
  });

  it('takes PostgreSQL without credentials in the address, and without TLS on this machine alone', () => {
    const files = { CASEBOOK_VIEWS_CREDENTIALS_FILE: '/v', CASEBOOK_ACCOUNTS_CREDENTIALS_FILE: '/a' };
    expect(readConfig({ ...files, CASEBOOK_VIEWS: 'postgresql://[::1]:5433/city?tls=false' }).views).toEqual({
      host: '::1',
      port: 5433,
      database: 'city',
      tls: false,
      credentialsFile: '/v',
      caFile: undefined,
      schema: 'casebook_views',
    });
    const secret = 'hunter2';
    for (const [address, says] of [
      [`postgres://casebook:${secret}@db/city`, 'CASEBOOK_VIEWS holds credentials, which belong into a file'],
      ['postgres://db/city?tls=false', 'CASEBOOK_VIEWS may leave TLS out for a server on this machine only'],
      [`postgres://db/city?password=${secret}`, 'CASEBOOK_VIEWS takes no parameter but tls=true or tls=false'],
      ['postgres://db', 'CASEBOOK_VIEWS is not an address: postgres://host:5432/database'],
      ['postgres://db:70000/city', 'CASEBOOK_VIEWS is not an address: postgres://host:5432/database'],
      ['./elsewhere', 'CASEBOOK_VIEWS takes postgres://…; unless set, views and accounts are in CASEBOOK_DATA'],
    ] as const)
      expect(problemsOf({ ...files, CASEBOOK_VIEWS: address })).toEqual([says]);
    expect(problemsOf({ CASEBOOK_VIEWS: 'postgres://db/city' })).toEqual([
      'CASEBOOK_VIEWS needs a file with role:password, which CASEBOOK_VIEWS_CREDENTIALS_FILE names',
      'CASEBOOK_VIEWS needs a file with role:password, which CASEBOOK_ACCOUNTS_CREDENTIALS_FILE names',
    ]);
  });

  it('gives a node one part of the work only where others can share it', () => {
    expect(problemsOf({ CASEBOOK_ROLE: 'web' })).toEqual([
      'CASEBOOK_ROLE=web needs CASEBOOK_VIEWS on PostgreSQL: views.db has one process',
    ]);
    expect(problemsOf({ CASEBOOK_ROLE: 'some' })).toHaveLength(1);
  });
});
