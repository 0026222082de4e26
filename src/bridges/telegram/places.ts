/** A chat of Telegram's, and a topic in it where it has some. */
export interface Place {
  chatId: number;
  topic: number | null;
}

/** What of a message says where it stands. */
export interface Placed {
  chat: { id: number };
  message_thread_id?: number | undefined;
  is_topic_message?: boolean | undefined;
}

/**
 * A chat as bridges call it: its number, and behind a colon that of a topic. Threads of answers have numbers, too, and
 * are no conversations of their own.
 */
export function chatOf({ chat, message_thread_id, is_topic_message }: Placed): string {
  return is_topic_message && message_thread_id !== undefined
    ? `${chat.id}:${message_thread_id}`
    : String(chat.id);
}

/** Where a chat is that a bridge calls so. */
export function placeOf(chat: string): Place {
  const [id, topic] = chat.split(':');
  return { chatId: Number(id), topic: topic === undefined ? null : Number(topic) };
}

/** People's chats have their own numbers; those of groups are below zero. */
export const isShared = ({ chatId }: Place) => chatId < 0;
