import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Casebook } from './casebook.js';
import { definitions } from './definitions.js';
import { HealthController } from './modules/operations/health.controller.js';
import { NodeReadiness } from './modules/operations/node-readiness.js';
import { Readiness } from './modules/operations/readiness.js';
import type { Lifetime } from './platform/lifetime.js';
import type { ModuleDefinition } from './platform/module-definition.js';
import { PlatformModule } from './platform/platform.module.js';
import { type NodeOptions, platformOptionsOf } from './platform/platform.options.js';

/** The Nest module of a declared one: its handlers and, where the node answers requests, its routes. */
async function moduleOf(definition: ModuleDefinition, answers: boolean): Promise<DynamicModule> {
  const { name, commandHandlers, queryHandlers, routes, services } = definition;
  const { controllers = [], providers = [] } = (answers && (await routes?.())) || {};
  const own = [...providers, ...((await services?.())?.services ?? [])];
  class Room {}
  Object.defineProperty(Room, 'name', { value: `the module ${name}` });
  return { module: Room, controllers: [...controllers], providers: [...commandHandlers, ...queryHandlers, ...own] };
}

@Module({})
export class AppModule {
  /**
   * `lifetime` ends everything that the node opens. `answers` says whether the node has routes
   * besides those of its health; one without them does due work and needs the handlers alone.
   */
  static forRoot(node: NodeOptions, lifetime: Lifetime, { answers }: { readonly answers: boolean }): DynamicModule {
    const platform = PlatformModule.forRoot(platformOptionsOf(node, definitions), lifetime);
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), platform, ...definitions.map((definition) => moduleOf(definition, answers))],
      controllers: [HealthController],
      providers: [Casebook, { provide: Readiness, useClass: NodeReadiness }],
    };
  }
}
