import {
  type Assignment,
  OfficeAssigned,
  PersonEntered,
  type PersonState,
  people,
  type Track,
} from '../../../src/modules/directory/person.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { stored } from '../../kit/given.js';

export const id = (name: string): string => derivedId('spec-person', name);
export const parks = derivedId('spec-department', 'Parks');
export const police = derivedId('spec-department', 'Police');
export const sam = id('sam');

export const entered = (track: Track = 'permanent', department: string | null = parks, from = '2020-01-01') =>
  PersonEntered({ name: seal('Sam Rivers'), title: null, department, track, from });

export const assigned = (office: Assignment['office'], change: Partial<Assignment> = {}) =>
  OfficeAssigned({
    assignmentId: derivedId('spec-assignment', office),
    office,
    department: null,
    from: '2020-01-01',
    until: null,
    acting: false,
    replaces: null,
    approvedBy: null,
    ...change,
  });

export const person = (name: string, ...events: NewEvent[]): PersonState => fold(people, stored(events, `person-${id(name)}`));
