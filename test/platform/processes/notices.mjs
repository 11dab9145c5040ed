// A module with an effect, for the specs that kill nodes: notices that are owed are sent. `Post` is the outside world.
import { Command } from '@nestjs/cqrs';
import { String as Text } from 'typebox';
import { system } from '../../../dist/platform/access/access.js';
import { commandHandler } from '../../../dist/platform/commands/command-handler.js';
import { event } from '../../../dist/platform/events/event.js';
import { derivedId } from '../../../dist/platform/ground/ids.js';
import { effect } from '../../../dist/platform/processes/effect.js';
import { ParkWorkHandler, work } from '../../../dist/platform/processes/work.js';
import { refusals } from '../../../dist/platform/refusals/refuse.js';

const NoticeOwed = event('NoticeOwed', 1, 'internal', { to: Text() });
const NoticeSent = event('NoticeSent', 1, 'internal', { receipt: Text() });
const events = { NoticeOwed, NoticeSent };
const notices = {
  name: 'notice',
  initial: { status: 'absent' },
  events,
  evolve: { NoticeOwed: () => ({ status: 'owed' }), NoticeSent: () => ({ status: 'sent' }) },
};

export class OweNotice extends Command {}
export class RecordNotice extends Command {}
export class Post {}

const refused = refusals({
  'notice.owed-already': { status: 409, says: 'It is owed.' },
  'notice.sent-already': { status: 409, says: 'It was sent.' },
});
const of = ({ noticeId }) => noticeId;
const OweNoticeHandler = commandHandler(OweNotice, {
  stream: notices,
  of,
  creates: true,
  extends: true,
  may: [system],
  refuses: refused('notice.owed-already'),
  opens: (state, { refuse }) => (state.status === 'absent' ? state : refuse('notice.owed-already')),
  decide: ({ to }) => [NoticeOwed({ to })],
});
const RecordNoticeHandler = commandHandler(RecordNotice, {
  stream: notices,
  of,
  may: [system],
  refuses: refused('notice.sent-already'),
  opens: (state, { refuse }) => (state.status === 'owed' ? state : refuse('notice.sent-already')),
  decide: ({ receipt }) => [NoticeSent({ receipt })],
});

const sendNotice = effect({
  name: 'send_notice',
  version: 1,
  events,
  fold: { NoticeOwed: (_, { recordedAt, data: { to } }) => ({ dueAt: recordedAt, data: { to } }), NoticeSent: () => null },
  perform: ({ to }, { idempotencyKey, services }) => services.get(Post).send(to, idempotencyKey),
  record: (_, noticeId, receipt) => Object.assign(new RecordNotice(), { noticeId, receipt }),
});

export const noticeIdOf = (name) => derivedId('notice', name);
export const definition = {
  name: 'notices',
  streams: [notices, work],
  commandHandlers: [OweNoticeHandler, RecordNoticeHandler, ParkWorkHandler],
  queryHandlers: [],
  views: [],
  processes: [sendNotice],
  callers: () => ({ of: async () => undefined }),
  policyVersionOn: async () => null,
};
