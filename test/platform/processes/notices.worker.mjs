// The views' thread of a node with the notices alone.
import { Codec } from '../../../dist/platform/events/codec.js';
import { eventTypesOf, foldsOf } from '../../../dist/platform/module-definition.js';
import { keepViews } from '../../../dist/platform/views/view-thread.js';
import { definition } from './notices.mjs';

const codec = new Codec(eventTypesOf([definition]));

await keepViews(foldsOf([definition]), (record) => codec.decode(record));
