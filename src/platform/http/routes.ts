import { applyDecorators, Get, HttpCode, Post, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { AnyGrant } from '../access/access.js';
import type { ServedCommand } from '../commands/actions.js';
import type { AnyCommandHandler } from '../commands/command-handler.js';
import { fileRefusals } from '../files/file-store.js';
import { type AnyQueryHandler, PageQuery } from '../queries/query-handler.js';
import { platformRefusals, type RefusalTable } from '../refusals/refuse.js';
import type { Declared } from './declared.js';
import type { HttpRequest } from './message.js';
import { uploadRefusals } from './problems.js';

/** A declared route as the application serves it. */
export interface Route extends Declared {
  readonly method: string;
  /** `/api/cases/:caseId/findings` */
  readonly path: string;
  /** Class of the command, the query or another `@Input`. */
  readonly input?: Type<object>;
  readonly controller: Type<unknown>;
  readonly name: string;
}

/** The routes of the running application, for the parts that report on them. */
export class ServedRoutes {
  routes: readonly Route[] = [];

  /** The commands that a POST gives. */
  get commands(): readonly ServedCommand[] {
    return this.routes.flatMap(({ commandHandler, path }) =>
      commandHandler ? [{ definition: commandHandler, name: commandHandler.command.name, path }] : [],
    );
  }
}

const declarations = new WeakMap<object, Declared>();
const inputs = new WeakMap<object, Map<string | symbol, Type<object>>>();

/**
 * The declaration of the route that this request reached; undefined where no controller of Casebook
 * serves it.
 */
export const declaredOn = (request: Pick<HttpRequest, 'routeOptions'>): Declared | undefined => request.routeOptions.config?.declared;

export function declareInput(controller: object, name: string | symbol, type: Type<object>): void {
  const known = inputs.get(controller) ?? new Map();
  inputs.set(controller, known.set(name, type));
}

const declare =
  (declared: Declared): MethodDecorator =>
  (controller, name, descriptor: PropertyDescriptor) => {
    if (declarations.has(descriptor.value)) throw new TypeError(`${controller.constructor.name}.${String(name)} is declared twice`);
    const expected = declared.upload ?? declared.commandHandler?.command ?? declared.queryHandler?.query;
    const input = inputs.get(controller)?.get(name);
    if (expected && input !== expected)
      throw new TypeError(`${controller.constructor.name}.${String(name)} takes @Input(${expected.name}), as its handler does`);
    declarations.set(descriptor.value, declared);
    RouteConfig({ declared })(controller, name, descriptor);
  };

/**
 * A POST that gives a command to its handler: 201 where the command starts a stream, else 200.
 * `refuses` holds the refusals that the controller itself gives; `answer` is the class of the
 * fields beside the receipt.
 */
export const Commands = (handler: AnyCommandHandler, path = '', refuses: RefusalTable = {}, answer?: Type<unknown>): MethodDecorator =>
  applyDecorators(
    Post(path),
    HttpCode(handler.creates ? 201 : 200),
    declare({
      kind: 'command',
      commandHandler: handler,
      refuses: { ...handler.refuses, ...refuses },
      grants: handler.may,
      ...(answer && { answer }),
    }),
  );

/**
 * A POST of a form with one file, which becomes a command. The controller takes `@Incoming(form)`,
 * receives the file and gives the command with the file's facts. 201, as for a command that starts
 * a stream.
 */
export const Uploads = (handler: AnyCommandHandler, path: string, form: Type<object>, refuses: RefusalTable = {}): MethodDecorator =>
  applyDecorators(
    Post(path),
    HttpCode(handler.creates ? 201 : 200),
    declare({
      kind: 'command',
      commandHandler: handler,
      upload: form,
      refuses: { ...handler.refuses, ...fileRefusals('file.too-large', 'file.disk-full'), ...uploadRefusals(), ...refuses },
      grants: handler.may,
    }),
  );

/**
 * A GET that answers with the content of a file to which the query admits the caller, in one of
 * these media types.
 */
export const Downloads = (handler: AnyQueryHandler, path: string, media: readonly string[], refuses: RefusalTable = {}): MethodDecorator =>
  applyDecorators(
    Get(path),
    declare({
      kind: 'query',
      queryHandler: handler,
      download: true,
      media,
      refuses: { ...handler.refuses, ...fileRefusals('file.unreadable'), ...refuses },
      grants: handler.may as readonly AnyGrant[],
    }),
  );

/**
 * A GET that answers a query. `answer` is the class of the answer, or of one item where the query
 * has pages.
 */
export const Answers = (
  handler: AnyQueryHandler,
  path = '',
  answer?: Type<unknown>,
  options: { readonly sealed?: boolean } = {},
): MethodDecorator =>
  applyDecorators(
    Get(path),
    declare({
      kind: 'query',
      queryHandler: handler,
      refuses: handler.refuses ?? {},
      grants: handler.may as readonly AnyGrant[],
      pages: handler.query.prototype instanceof PageQuery,
      ...(answer && { answer }),
      ...options,
    }),
  );

/** The answer of a route that is neither a command nor a query; empty where it answers with 204. */
type Answered = Pick<Declared, 'answer' | 'media' | 'download' | 'unready'>;

/** A route that anyone on the network may call. Use it with Nest's own `@Get` or `@Post`. */
export const Public = (refuses: RefusalTable = {}, answered: Answered = {}): MethodDecorator =>
  declare({ kind: 'public', refuses, grants: [], ...answered });

/**
 * A route for callers with a valid token. If grants are given, one of them must let the caller in.
 * It is neither a command nor a query. Use it with Nest's own `@Get` or `@Post`.
 */
export const Authenticated = (refuses: RefusalTable = {}, grants: readonly AnyGrant[] = [], answered: Answered = {}): MethodDecorator =>
  declare({
    kind: 'authenticated',
    refuses: grants.length > 0 ? { ...refuses, ...platformRefusals('access.not-permitted') } : refuses,
    grants,
    ...answered,
  });

const pathOf = (...parts: readonly unknown[]): string =>
  `/${parts
    .filter((part): part is string => typeof part === 'string')
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/')}`;

/**
 * Every route of the controllers. Throws a TypeError that names every undeclared one: nothing is
 * served by oversight.
 */
export function routesOf(controllers: Iterable<Type<unknown>>): Route[] {
  const routes: Route[] = [];
  const problems: string[] = [];
  const classes = new Map<string, unknown>();
  for (const controller of controllers) {
    const base: unknown = Reflect.getMetadata(PATH_METADATA, controller);
    for (const name of Object.getOwnPropertyNames(controller.prototype)) {
      const method: unknown = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value;
      if (typeof method !== 'function' || name === 'constructor') continue;
      const verb: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, method);
      const declared = declarations.get(method);
      const at = `${controller.name}.${name}`;
      if (verb === undefined && !declared) continue;
      if (verb === undefined) problems.push(`${at} is declared but has no @Get, @Post or the like`);
      else if (!declared) problems.push(`${at} is served but declared neither @Commands, @Answers, @Authenticated nor @Public`);
      else {
        const input = inputs.get(controller.prototype)?.get(name);
        if (input && (classes.get(input.name) ?? input) !== input) problems.push(`${at}: two inputs are called ${input.name}`);
        if (input) classes.set(input.name, input);
        const path = pathOf(base, Reflect.getMetadata(PATH_METADATA, method));
        routes.push({ ...declared, method: RequestMethod[verb], path, controller, name, ...(input && { input }) });
      }
    }
  }
  if (problems.length > 0) throw new TypeError(`Routes are not fit to be served:\n  ${problems.join('\n  ')}`);
  return routes;
}

/** Names of the parameters in a path. */
export const paramsOf = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');

/** The methods that routes take at this address, whatever its parameters. */
export function methodsAt(routes: readonly Route[], address: string): string[] {
  const segments = address.split('/');
  const fits = ({ path }: Route) => {
    const pattern = path.split('/');
    return (
      pattern.length === segments.length && pattern.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]))
    );
  };
  const methods = new Set(routes.filter(fits).map(({ method }) => method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
