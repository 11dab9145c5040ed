import { String as Text } from 'typebox';
import type { Stream } from '../../platform/commands/stream.js';
import { event } from '../../platform/events/event.js';

export const DepartmentEntered = event('DepartmentEntered', 1, 'internal', { name: Text({ minLength: 1, maxLength: 200 }) });

const events = { DepartmentEntered };

export type DepartmentState = { readonly status: 'absent' } | { readonly status: 'entered'; readonly name: string };

export const departments: Stream<DepartmentState, typeof events> = {
  name: 'department',
  initial: { status: 'absent' },
  events,
  evolve: { DepartmentEntered: (_, { data }) => ({ status: 'entered', name: data.name }) },
};
