import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Get, Inject, Module, Post, type Type } from '@nestjs/common';
import { Command, CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type as Convert } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { String as Text } from 'typebox';
import { HealthController } from '../../../src/modules/operations/health.controller.js';
import { Readiness, type ReadyReport } from '../../../src/modules/operations/readiness.js';
import { anyone, type Caller, office, role } from '../../../src/platform/access/access.js';
import { Authenticator } from '../../../src/platform/access/authenticator.js';
import { type Request, requestOf } from '../../../src/platform/access/request.js';
import { type AnyCommandDefinition, CommandRunner, commandHandler, type Receipt } from '../../../src/platform/commands/command-handler.js';
import { event } from '../../../src/platform/events/event.js';
import type { Stream } from '../../../src/platform/events/stream.js';
import { Clock, SystemClock } from '../../../src/platform/ground/clock.js';
import { IsDay, IsInstant, IsName, IsProse } from '../../../src/platform/ground/fields.js';
import { configureHttp, httpAdapter } from '../../../src/platform/http/http-app.js';
import { Input } from '../../../src/platform/http/input.js';
import { Answers, Authenticated, Commands, Public } from '../../../src/platform/http/routes.js';
import { SessionCookie } from '../../../src/platform/http/session-cookie.js';
import { Log } from '../../../src/platform/logging/log.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { Names } from '../../../src/platform/queries/names.js';
import {
  type AnyQueryDefinition,
  AsOfQuery,
  listQuery,
  type Page,
  PageQuery,
  Reader,
  streamQuery,
} from '../../../src/platform/queries/query-handler.js';
import { type RefKind, Refs } from '../../../src/platform/queries/refs.js';
import { refusals } from '../../../src/platform/refusals/refuse.js';
import { Etags } from '../../../src/platform/sealing/etags.js';
import { Moments } from '../../../src/platform/sealing/moments.js';
import { Unsealer } from '../../../src/platform/sealing/unsealer.js';
import { etags } from '../../kit/etags.js';

/** A small application: parcels are received, opened and looked at, with every kind of field. */
export const parcelId = '6a1f0f5e-3c7b-4d0f-9d5a-0c7e51b2a9d4';
export const ines: Caller = { person: 'd0f2f0f4-6a37-4a4c-8f2e-0d8a4a4b7a01', offices: [{ office: 'HR' }, { office: 'Employee' }] };
export const otto: Caller = { person: 'd0f2f0f4-6a37-4a4c-8f2e-0d8a4a4b7a02', offices: [{ office: 'Employee' }] };

/** What people call a parcel; only P-7 is known. */
export const parcelRefs: RefKind = {
  fields: ['parcelId'],
  example: 'P-7',
  parse: (text) => (/^p-?\d$/i.test(text) ? `P-${text.at(-1)}` : undefined),
  find: async (ref) => (ref === 'P-7' ? parcelId : undefined),
};

const ParcelReceived = event('ParcelReceived', 1, 'internal', { sender: Text() });
type ParcelState = { status: 'absent' } | { status: 'received' };
const events = { ParcelReceived };
const parcels: Stream<ParcelState, typeof events> = {
  name: 'parcel',
  initial: { status: 'absent' },
  events,
  evolve: { ParcelReceived: () => ({ status: 'received' }) },
};

export const parcelRefusals = refusals({
  'parcel.opened-already': { status: 409, says: 'This parcel was opened already.', cites: 'PAR-3' },
  'parcel.too-heavy': { status: 422, says: 'A parcel weighs 30 kg at most.', cites: 'PAR-4' },
  'parcel.counter-closed': { status: 429, says: 'The counter is closed; come back later.' },
});

export class Item {
  @IsName() label!: string;
  @IsOptional() @IsBoolean() fragile?: boolean;
}

export class ReceiveParcel extends Command<Receipt> {
  @IsName() sender!: string;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Convert(() => Item) items?: Item[];
}
export const ReceiveParcelHandler = commandHandler(ReceiveParcel, {
  stream: parcels,
  of: (_, newId) => newId('parcel'),
  creates: true,
  may: [anyone],
  refuses: parcelRefusals('parcel.too-heavy'),
  opens: 'always',
  decide: ({ sender }) => [ParcelReceived({ sender })],
});

export class OpenParcel extends Command<Receipt> {
  @IsUUID() parcelId!: string;
  @IsDay() on!: string;
  @IsInstant() witnessedAt!: string;
  @IsProse(50) reasons!: string;
  @IsIn(['knife', 'hands']) how!: string;
  @IsOptional() @IsProse(20, { each: true }) remarks?: string[];
}
export const OpenParcelHandler = commandHandler(OpenParcel, {
  stream: parcels,
  of: ({ parcelId }) => parcelId,
  may: [office('HR'), role('receiver', parcels, () => false)],
  refuses: parcelRefusals('parcel.opened-already'),
  opens: 'always',
  decide: () => [ParcelReceived({ sender: 'x' })],
});

export class ReturnParcel extends Command<Receipt> {
  @IsUUID() parcelId!: string;
}
export const ReturnParcelHandler = commandHandler(ReturnParcel, {
  stream: parcels,
  of: ({ parcelId }) => parcelId,
  may: [office('HR')],
  refuses: {},
  opens: 'always',
  decide: () => [ParcelReceived({ sender: 'x' })],
});

export class ParcelAnswer {
  id!: string;
  sender!: string;
}

export class GetParcel extends AsOfQuery<ParcelAnswer> {
  @IsUUID() parcelId!: string;
}
export const GetParcelHandler = streamQuery(GetParcel, {
  stream: parcels,
  of: ({ parcelId }) => parcelId,
  may: [anyone],
  run: async () => ({ id: parcelId, sender: 'nobody' }),
});

export class ListParcels extends PageQuery<ParcelAnswer> {
  @IsOptional() @IsIn(['knife', 'hands']) how?: string;
}
export const ListParcelsHandler = listQuery(ListParcels, {
  may: [anyone],
  run: async (): Promise<Page<ParcelAnswer>> => ({ items: [], next: null }),
});

export class ExportParcels extends PageQuery<ParcelAnswer> {}
export const ExportParcelsHandler = listQuery(ExportParcels, {
  may: [office('Auditor')],
  run: async (): Promise<Page<ParcelAnswer>> => ({ items: [], next: null }),
});

export class Greeting {
  @IsName() name!: string;
}

@Controller('api/parcels')
export class ParcelController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(ReceiveParcelHandler)
  receive(@Input(ReceiveParcel) command: ReceiveParcel) {
    return this.commands.execute(command);
  }

  @Commands(OpenParcelHandler, ':parcelId/opening')
  open(@Input(OpenParcel) command: OpenParcel) {
    return this.commands.execute(command);
  }

  @Commands(ReturnParcelHandler, ':parcelId/return')
  giveBack(@Input(ReturnParcel) command: ReturnParcel) {
    return this.commands.execute(command);
  }

  @Answers(GetParcelHandler, ':parcelId', ParcelAnswer)
  one(@Input(GetParcel) query: GetParcel) {
    return this.queries.execute(query);
  }

  @Answers(ListParcelsHandler, '', ParcelAnswer)
  all(@Input(ListParcels) query: ListParcels) {
    return this.queries.execute(query);
  }

  @Answers(ExportParcelsHandler, 'in/export', ParcelAnswer, { sealed: true })
  export(@Input(ExportParcels) query: ExportParcels) {
    return this.queries.execute(query);
  }
}

@Controller('api')
export class CounterController {
  @Public(parcelRefusals('parcel.counter-closed'))
  @Post('greetings')
  greet(@Input(Greeting) { name }: Greeting) {
    return { hello: name };
  }

  @Authenticated()
  @Get('me')
  me() {
    return { here: true };
  }
}

@Controller('api')
export class ForgottenController {
  @Post('forgotten')
  forgotten(@Body() body: unknown) {
    return body;
  }
}

/** What the handlers' runners do next, and what they were given. */
export class Desk {
  readonly given: { readonly message: object; readonly request: Request }[] = [];
  command: (definition: AnyCommandDefinition) => Promise<Receipt> = async () => ({
    id: parcelId,
    stream: `parcel-${parcelId}`,
    edition: { audiences: ['admitted'], count: 5 },
    position: 17,
    behind: [],
  });
  query: (read: AnyQueryDefinition) => Promise<unknown> = async () => ({ id: parcelId, sender: 'sealed.v1.k.x' });
  report: ReadyReport = {
    ready: true,
    store: { state: 'ready' },
    views: [{ name: 'parcels', version: 1, state: 'live' }],
    followers: [{ name: 'copy_book', state: 'stopped' }],
  };

  take(message: object): void {
    this.given.push({ message: { ...message }, request: requestOf(message) });
  }
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was answered
  json(): any;
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON. */
  readonly payload?: string | Buffer | object;
}

export interface Started {
  readonly app: NestFastifyApplication;
  readonly port: number;
  readonly call: (call: Call) => Promise<Answer>;
  readonly desk: Desk;
  readonly metrics: Metrics;
  /** Lines of the log, parsed. */
  readonly lines: Record<string, unknown>[];
}

const opened = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('sealed.v1.k.x', 'Ines Cole'));

const caller =
  (port: number) =>
  ({ method, url, headers = {}, payload }: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const plain = payload !== undefined && typeof payload === 'object' && !Buffer.isBuffer(payload);
      const body = plain ? JSON.stringify(payload) : (payload as string | Buffer | undefined);
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const type = plain ? { 'content-type': 'application/json' } : {};
      const sent = httpRequest({ host: '127.0.0.1', port, method, path: url, headers: { ...type, ...length, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, body: text, json: () => JSON.parse(text) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });

/** Boots it with these controllers, listening on a free port. */
export async function start(
  controllers: readonly Type<unknown>[] = [ParcelController, CounterController, HealthController],
  before: (app: NestFastifyApplication) => void = () => {},
): Promise<Started> {
  const desk = new Desk();
  const lines: Record<string, unknown>[] = [];
  const metrics = new Metrics();
  const log = new Log('debug', { write: (line) => void lines.push(JSON.parse(line)) });
  const runner: CommandRunner = {
    run: async (definition, command) => {
      desk.take(command);
      return desk.command(definition);
    },
  };
  const reader: Reader = {
    run: async (read, query) => {
      desk.take(query as object);
      requestOf(query as object).headers?.({ 'casebook-moment': 'a-token', etag: '"x"' });
      return desk.query(read);
    },
  };
  const tokens = new Map([
    ['token-of-ines', ines],
    ['token-of-otto', otto],
  ]);

  @Module({
    imports: [CqrsModule],
    controllers: [...controllers],
    providers: [
      ...[ReceiveParcelHandler, OpenParcelHandler, ReturnParcelHandler, GetParcelHandler, ListParcelsHandler, ExportParcelsHandler],
      { provide: CommandRunner, useValue: runner },
      { provide: Reader, useValue: reader },
      { provide: Authenticator, useValue: { authenticate: async (token: string) => tokens.get(token) } },
      { provide: Unsealer, useValue: { openAll: async (value: unknown) => opened(value) } },
      { provide: Moments, useValue: new Moments(Buffer.alloc(32, 7)) },
      { provide: Etags, useValue: etags },
      { provide: Clock, useValue: new SystemClock() },
      { provide: Readiness, useValue: { report: async () => desk.report } },
      { provide: Metrics, useValue: metrics },
      { provide: Names, useValue: new Names([], {} as never) },
      { provide: Refs, useValue: new Refs([parcelRefs], () => ({}) as never) },
      { provide: SessionCookie, useValue: new SessionCookie(undefined) },
    ],
  })
  class SpecModule {}

  const module = await Test.createTestingModule({ imports: [SpecModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(httpAdapter({ bodyLimit: 4096, trustedProxies: [] }), {
    bodyParser: false,
    logger: false,
  });
  try {
    configureHttp(app, { log, hashKey: Buffer.alloc(32, 7) });
    before(app);
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, call: caller(port), desk, metrics, lines };
}
