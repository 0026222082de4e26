import { toCqCode } from './segments.js';
import type { Kept, QqWorld } from './world.js';

/** Any event, with the time and the bot's number. */
export function stamped(world: QqWorld, event: object): object {
  return { time: Math.floor(Date.now() / 1000), self_id: world.selfId, ...event };
}

/** `event/message.md`, with what NapCat has beside it; also what `get_msg` shows. */
export function messageEvent(world: QqWorld, message: Kept, format: 'array' | 'string'): object {
  const { id, seq, at, from, group, peer, segments, isSentByBot } = message;
  return {
    ...stamped(world, {}),
    time: Math.floor(at / 1000),
    post_type: isSentByBot ? 'message_sent' : 'message',
    ...(isSentByBot && { message_sent_type: 'self', target_id: group ?? peer }),
    user_id: from,
    message_id: id,
    message_seq: seq,
    real_id: id,
    message_type: group === undefined ? 'private' : 'group',
    sub_type: group !== undefined ? 'normal' : world.friends.has(peer!) ? 'friend' : 'other',
    ...(group !== undefined && {
      group_id: group,
      group_name: world.groups.get(group)?.name,
      anonymous: null,
    }),
    sender: world.sender(message),
    raw_message: toCqCode(segments),
    message: format === 'array' ? segments : toCqCode(segments),
    message_format: format,
    font: 14,
  };
}

/** `event/notice.md`. */
export function recallEvent(world: QqWorld, { id, from, group, peer }: Kept): object {
  return stamped(world, {
    post_type: 'notice',
    message_id: id,
    ...(group === undefined
      ? { notice_type: 'friend_recall', user_id: peer }
      : { notice_type: 'group_recall', group_id: group, user_id: from, operator_id: from }),
  });
}
