import { String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Reads } from '../../platform/queries/query-handler.js';

export const DepartmentEntered = event('DepartmentEntered', 1, 'internal', { name: Text({ minLength: 1, maxLength: 200 }) });

const events = { DepartmentEntered };

export type DepartmentState = { readonly status: 'absent' } | { readonly status: 'entered'; readonly name: string };

export const departments: Stream<DepartmentState, typeof events> = {
  name: 'department',
  initial: { status: 'absent' },
  events,
  evolve: { DepartmentEntered: (_, { data }) => ({ status: 'entered', name: data.name }) },
};

/** Whether the department is there; true where none is named. */
export const departmentExists = async (reads: Pick<Reads, 'state'>, id: string | null | undefined): Promise<boolean> =>
  !id || (await reads.state(departments, id)).status !== 'absent';
