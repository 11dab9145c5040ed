import { eventTypes, folds } from './definitions.js';
import { Codec } from './platform/events/codec.js';
import { keepViews } from './platform/views/view-thread.js';

const codec = new Codec(eventTypes);

await keepViews(folds, (record) => codec.decode(record));
