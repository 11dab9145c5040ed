import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext, type Type } from '@nestjs/common';
import { type Request, withRequest } from '../access/request.js';
import { newId } from '../ground/ids.js';
import { instanceOf, requestBy } from './input.js';
import { checkValues } from './json-body.js';
import type { HttpRequest } from './message.js';
import { type IncomingFile, readForm } from './multipart.js';
import { invalid, refuseHttp } from './problems.js';
import { declareInput } from './routes.js';

/** A form whose file is still on its way: nothing of the body was read yet. */
export class Upload<Form extends object> {
  constructor(
    /** The request with its caller and command id: ids of new things derive from that id. */
    readonly request: Request & { readonly commandId: string },
    /** Path parameters; checked together with the form's fields. */
    readonly params: Readonly<Record<string, string>>,
    private readonly type: Type<Form>,
    private readonly raw: IncomingMessage,
  ) {}

  /**
   * Reads the form. `take` gets the file as it arrives; if the form turns out not to fit, `drop`
   * gets the result of `take`. Refuses with request.*, upload.* and file.too-large.
   */
  async receive<T>(parts: {
    readonly largest: number;
    readonly take: (file: IncomingFile) => Promise<T>;
    readonly drop: (taken: T) => Promise<void>;
  }): Promise<{ form: Form; taken: T }> {
    const { fields, taken } = await readForm(this.raw, parts);
    try {
      const strangers = Object.keys(fields).filter((name) => name in this.params);
      if (strangers.length > 0)
        invalid(strangers.map((field) => ({ field, rule: 'unknown', message: `${field} is not a field of this request` })));
      return { form: withRequest(instanceOf(this.type, { ...fields, ...this.params }), this.request), taken };
    } catch (error) {
      await parts.drop(taken);
      throw error;
    }
  }
}

/**
 * The form of an upload, which the controller reads: `@Incoming(EvidenceForm) upload:
 * Upload<EvidenceForm>`.
 */
export const Incoming =
  (type: Type<object>): ParameterDecorator =>
  (target, key, index) => {
    if (key !== undefined) declareInput(target, key, type);
    const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
      const request = context.switchToHttp().getRequest<HttpRequest & { readonly raw: IncomingMessage }>();
      const params = (request.params ?? {}) as Record<string, string>;
      checkValues(params);
      const { caller } = request;
      if (!caller) return refuseHttp('access.unauthenticated');
      const sent = requestBy(caller, request);
      return new Upload({ ...sent, commandId: sent.commandId ?? newId() }, params, type, request.raw);
    });
    decorate()(target, key, index);
  };
