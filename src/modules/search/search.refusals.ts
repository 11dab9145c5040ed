import { refusals } from '../../platform/refusals/refuse.js';

export const deskRefusals = refusals({
  'search.no-words': { fields: ['q'], status: 422, says: 'Search for words: letters or digits, eight words at most count.' },
});
