/** What many programs write, and none in particular: a list of messages with a role and a content. */
import { isJsonObject, type JsonObject } from '../../../characters/imports/foreign-json.js';
import {
  dateOf,
  message,
  roleOf,
  rowsOf,
  stringOf,
  textOf,
  type ChatReader,
  type ForeignMessage,
  type ReadConversation,
} from './conversation.js';

const LISTS = ['messages', 'history', 'conversation', 'chat'];

export const messageRows: ChatReader = {
  program: 'JSON',
  knows: (value) => LISTS.some((name) => rowsOf(value[name]).some(isMessageRow)),
  conversations: (value) => {
    const rows = rowsOf(LISTS.map((name) => value[name]).find((list) => rowsOf(list).some(isMessageRow)));
    return [
      {
        title: stringOf(value.title) || stringOf(value.name),
        at: dateOf(value.created_at ?? value.createdAt ?? value.create_time),
        read: () => readMessageRows(rows),
      },
    ];
  },
};

/** Whether an object is a message that tells its role. */
export function isMessageRow(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const { role, from } = value;
  return roleOf(role ?? from) !== null && contentOf(value) !== undefined;
}

export function readMessageRows(rows: readonly JsonObject[]): ReadConversation {
  const messages: ForeignMessage[] = [];
  for (const row of rows) {
    const role = roleOf(row.role ?? row.from);
    const at = dateOf(row.at ?? row.timestamp ?? row.createdAt ?? row.created_at ?? row.create_time);
    if (role) messages.push(message(role, textOf(contentOf(row)), at, stringOf(row.speaker ?? row.name)));
  }
  return { messages, elsewhere: 0 };
}

function contentOf({ content, text, value, message: words }: JsonObject): unknown {
  return [content, text, value, words].find((one) => typeof one === 'string' || Array.isArray(one));
}
