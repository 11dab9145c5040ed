import { createParamDecorator, type ExecutionContext, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, type ValidationError, type ValidatorOptions, validateSync } from 'class-validator';
import type { Caller } from '../access/access.js';
import { type Request, withRequest } from '../access/request.js';
import { checkValues } from './json-body.js';
import { type HttpReply, type HttpRequest, header } from './message.js';
import { type FieldError, invalid } from './problems.js';
import { commandIdOf, ifMatchOf } from './request-headers.js';
import { declaredOn, declareInput } from './routes.js';

const options: ValidatorOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  // A command may have no fields at all.
  forbidUnknownValues: false,
  validationError: { target: false, value: true },
};

/**
 * For each validation, class-validator searches all classes it knows for those that this one
 * extends: with two hundred commands that is most of the work. A class's declarations never change
 * after the class is made, so they are looked up once.
 */
function rememberDeclared(): void {
  const storage = getMetadataStorage();
  const search = storage.getTargetValidationMetadatas.bind(storage);
  const found = new WeakMap<object, ReturnType<typeof search>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || always || strictGroups || groups) return search(target, schema, always, strictGroups, groups);
    let declared = found.get(target);
    if (!declared) {
      declared = search(target, schema, always, strictGroups, groups);
      found.set(target, declared);
    }
    return declared;
  };
}
rememberDeclared();

/** Most errors in one answer: a hostile body could cause any number. */
const mostErrors = 50;
const shortened = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);

const unknown = (field: string): FieldError => ({ field, rule: 'unknown', message: `${field} is not a field of this request` });

function flattened(errors: readonly ValidationError[], parent: string, into: FieldError[]): FieldError[] {
  for (const error of errors) {
    const field = shortened(parent ? `${parent}.${error.property}` : error.property);
    const broken = Object.entries(error.constraints ?? {});
    if (error.constraints?.whitelistValidation) into.push(unknown(field));
    else if (error.value === undefined && broken.length > 0) into.push({ field, rule: 'required', message: `${field} is required` });
    else for (const [rule, message] of broken) into.push({ field, rule, message });
    if (error.children) flattened(error.children, field, into);
  }
  return into;
}

/**
 * Makes an instance of the class from outside values. Throws Refusal request.invalid with every
 * field that does not fit.
 */
export function instanceOf<T extends object>(type: Type<T>, values: Readonly<Record<string, unknown>>): T {
  const instance = plainToInstance(type, values);
  const errors = validateSync(instance, options);
  if (errors.length > 0) invalid(flattened(errors, '', []).slice(0, mostErrors));
  return instance;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Path parameters, together with the body's fields (POST and other methods with a body) or the
 * query string's (GET).
 */
function valuesOf(request: HttpRequest): Values {
  const params = (request.params ?? {}) as Values;
  const query = (request.query ?? {}) as Values;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const given = reads ? query : ((request.body ?? {}) as Values);
  // Bodies were checked when they were read.
  if (reads) checkValues(query);
  checkValues(params);
  const strangers = Object.keys(given).filter((name) => name in params);
  if (!reads) strangers.push(...Object.keys(query));
  else if ('names' in query && !declaredOn(request)?.answer) strangers.push('names');
  if (strangers.length > 0) invalid(strangers.slice(0, mostErrors).map((name) => unknown(shortened(name))));
  return { ...given, ...params };
}

/** Name of the server's decoration that holds the key for the ids of commands. */
export const hashKeyOn = 'casebookHashKey';

function read<T extends object>(type: Type<T>, request: HttpRequest, reply: HttpReply): T {
  const input = instanceOf(type, valuesOf(request));
  const { caller } = request;
  return caller ? withRequest(input, requestBy(caller, request, reply)) : input;
}

/**
 * The request as a command or query needs to know it, for this caller. Refuses with
 * idempotency.key-malformed or precondition.malformed.
 */
export function requestBy(caller: Caller, request: HttpRequest, reply?: HttpReply): Request {
  if (request.method === 'GET' || request.method === 'HEAD')
    return {
      caller,
      correlationId: request.id,
      ...(reply && { headers: (headers) => void reply.headers(headers) }),
      shown: (moment) => {
        request.shown = moment;
      },
    };
  const { [hashKeyOn]: hashKey } = (request as unknown as { server: { [hashKeyOn]: Buffer } }).server;
  const commandId = commandIdOf(header(request, 'idempotency-key'), caller.person, hashKey);
  const ifMatch = ifMatchOf(header(request, 'if-match'));
  return {
    caller,
    correlationId: request.id,
    ...(commandId !== undefined && { commandId }),
    ...(ifMatch !== undefined && { ifMatch }),
  };
}

/** The request as a validated instance of the command or query, with its caller attached: `@Input(RecordFinding) command: RecordFinding`. */
export const Input =
  (type: Type<object>): ParameterDecorator =>
  (target, key, index) => {
    if (key !== undefined) declareInput(target, key, type);
    const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
      const http = context.switchToHttp();
      return read(type, http.getRequest<HttpRequest>(), http.getResponse<HttpReply>());
    });
    decorate()(target, key, index);
  };
