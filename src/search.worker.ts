import { eventTypes, searchables } from './definitions.js';
import { Codec } from './platform/events/codec.js';
import { keepSearch } from './platform/search/search-thread.js';

const codec = new Codec(eventTypes);

await keepSearch(searchables, (record) => codec.decode(record));
