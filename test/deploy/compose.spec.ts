import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.js';

interface Service {
  image: string;
  restart: string;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  mem_limit?: string;
  cpus?: number;
  privileged?: boolean;
  user?: string;
  ports?: string[];
  profiles?: string[];
  build?: string;
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  networks?: string[];
  network_mode?: string;
  volumes?: string[];
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean } | null>;
}

const root = join(import.meta.dirname, '../..');
const read = (file: string): Compose => parse(readFileSync(join(root, file), 'utf8'), { merge: true });
const production = read('docker-compose.yml');
const services = Object.entries(production.services);
const once = new Set(['setup', 'prepare']);
/** As compose fills it in without an .env file. */
const filled = (text: string) => text.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');

describe('docker-compose.yml', () => {
  it.each(services)('gives %s no more than it needs', (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service.privileged).toBeUndefined();
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service.cpus).toBeGreaterThan(0);
    expect(service.restart).toBe(once.has(name) ? 'no' : 'unless-stopped');
  });

  it.each(services)('pins the image of %s', (_, { image }) => {
    expect(image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it('takes the image from Node 24, with the addon compiled with headers that do not end it', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    expect([...dockerfile.matchAll(/^FROM node:(\S+)/gm)].map(([, tag]) => tag)).toEqual([
      expect.stringMatching(/^24\.18\.\d+-bookworm$/),
      expect.stringMatching(/^24\.\d+\.\d+-bookworm-slim$/),
    ]);
    expect(dockerfile).toMatch(/npm rebuild better-sqlite3 --build-from-source$/m);
  });

  it('watches over everything that stays up', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    for (const [name, { healthcheck, build }] of services)
      if (!once.has(name))
        expect([name, healthcheck !== undefined || (build !== undefined && dockerfile.includes('\nHEALTHCHECK '))]).toEqual([name, true]);
  });

  it('publishes the proxy alone, and keeps the stores on a network that nothing outside reaches', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    expect(production.networks.stores).toEqual({ internal: true });
    for (const name of ['eventstore1', 'eventstore2', 'eventstore3', 'postgres', 'prepare', 'views'])
      expect(production.services[name]?.networks).toEqual(['stores']);
    expect(production.services.proxy?.networks).toEqual(['edge']);
    expect(production.services.setup).toMatchObject({ network_mode: 'none' });
  });

  it('holds no password, and hands each service its own secrets alone, for reading', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    expect(text.match(/password:|PASSWORD: |changeit/gi)).toBeNull();
    const secrets = Object.fromEntries(
      services.map(([name, { volumes = [] }]) => [name, volumes.filter((volume) => /secrets|authority/.test(volume))]),
    );
    expect(secrets).toEqual({
      setup: expect.anything(),
      prepare: ['casebook-secrets:/secrets:ro', 'prepare-secrets:/prepare:ro'],
      eventstore1: ['eventstore1-secrets:/secrets:ro'],
      eventstore2: ['eventstore2-secrets:/secrets:ro'],
      eventstore3: ['eventstore3-secrets:/secrets:ro'],
      postgres: ['postgres-secrets:/secrets:ro'],
      views: ['casebook-secrets:/secrets:ro'],
      web1: ['casebook-secrets:/secrets:ro'],
      web2: ['casebook-secrets:/secrets:ro'],
      proxy: [],
    });
  });

  it('mounts only volumes that it declares and files that there are', () => {
    for (const [name, { volumes = [] }] of services)
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        const there = source.startsWith('./') ? existsSync(join(root, source)) : source in production.volumes;
        expect([name, volume, there]).toEqual([name, volume, true]);
      }
  });

  it('starts EventStoreDB’s second and third node with the cluster alone', () => {
    const clustered = services.filter(([, { profiles }]) => profiles?.includes('cluster')).map(([name]) => name);
    expect(clustered).toEqual(['eventstore2', 'eventstore3']);
  });

  it.each(['web1', 'web2', 'views'])('configures %s with what Casebook reads', (name) => {
    const environment = production.services[name]?.environment ?? {};
    const given = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(String(value))]));
    const config = readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', CASEBOOK_DATA: '/data', ...given });
    expect(config).toMatchObject({
      role: name === 'views' ? 'views' : 'web',
      events: { credentialsFile: '/secrets/events.credentials', caFile: '/secrets/ca.crt' },
      publicOrigin: 'https://localhost',
      trustedProxies: ['172.31.250.0/24'],
    });
  });

  it('believes the proxy’s network about where a request came from, and no other', () => {
    expect(production.networks.edge).toEqual({ ipam: { config: [{ subnet: '172.31.250.0/24' }] } });
  });
});

describe('docker-compose.embedded.yml', () => {
  it('runs one hardened container on loopback', () => {
    const { services } = read('docker-compose.embedded.yml');
    expect(services).toEqual({
      casebook: expect.objectContaining({ read_only: true, cap_drop: ['ALL'], restart: 'unless-stopped', ports: ['127.0.0.1:3000:3000'] }),
    });
  });
});
