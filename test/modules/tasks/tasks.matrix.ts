import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({ 'GET /api/tasks': {} });
