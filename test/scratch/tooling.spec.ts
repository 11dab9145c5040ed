import 'reflect-metadata';
import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { hash, verify } from '@node-rs/argon2';
import { SwaggerModule, DocumentBuilder } from '@nestjs/swagger';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import Database from 'better-sqlite3';
import { plainToInstance } from 'class-transformer';
import { IsUUID, validate } from 'class-validator';
import fc from 'fast-check';
import { pino } from 'pino';
import { register } from 'prom-client';
import { LRUCache } from 'lru-cache';
import canonicalize from 'canonicalize';
import { DataSource, Entity, PrimaryColumn } from 'typeorm';

class Dto { @IsUUID() id!: string }
@Injectable() class Greeter { hello() { return 'hi'; } }
@Controller() class C { constructor(@Inject(Greeter) private readonly g: Greeter, @Inject(CommandBus) readonly bus: CommandBus) {} @Get('x') x() { return { a: this.g.hello() }; } }
@Module({ imports: [CqrsModule.forRoot()], controllers: [C], providers: [Greeter] }) class M {}
@Entity('t') class T { @PrimaryColumn('text') key!: string }

it('loads all', async () => {
  expect((await validate(plainToInstance(Dto, { id: 'x' }))).length).toBe(1);
  const h = await hash('x'); expect(await verify(h, 'x')).toBe(true);
  const db = new Database(':memory:'); expect(db.prepare('select 1 a').get()).toEqual({ a: 1 }); db.close();
  const ds = await new DataSource({ type: 'better-sqlite3', database: ':memory:', entities: [T], synchronize: true }).initialize();
  await ds.getRepository(T).insert({ key: 'a' }); expect(await ds.getRepository(T).count()).toBe(1); await ds.destroy();
  const m = await Test.createTestingModule({ imports: [M] }).compile();
  const app = m.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  SwaggerModule.setup('docs', app, SwaggerModule.createDocument(app, new DocumentBuilder().build()));
  await app.init(); await app.getHttpAdapter().getInstance().ready();
  expect((1)).toBe(1);
  
  await app.listen(0, '127.0.0.1');
  expect((await fetch(`${await app.getUrl()}/x`)).status).toBe(200);
  await app.close();
  fc.assert(fc.property(fc.nat(), (n) => n >= 0));
  pino({ level: 'silent' }).info('x'); await register.metrics(); new LRUCache({ max: 1 });
  expect((canonicalize as unknown as (x: unknown) => string)({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
});
