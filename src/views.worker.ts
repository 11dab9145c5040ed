import { eventTypes, views } from './definitions.js';
import { Codec } from './platform/events/codec.js';
import { keepViews } from './platform/views/view-thread.js';

const codec = new Codec(eventTypes);

await keepViews(views, (record) => codec.decode(record));
