/** Chats of RisuAI: one (`risuChat`), or all of a character (`risuAllChats`). */
import type { JsonObject } from '../../../../characters/imports/foreign-json.js';
import { isJsonObject } from '../../../../characters/imports/foreign-json.js';
import {
  dateOf,
  message,
  roleOf,
  rowsOf,
  stringOf,
  type ChatReader,
  type ForeignMessage,
} from '../conversation.js';

export const risu: ChatReader = {
  program: 'RisuAI',
  knows: ({ type }) => type === 'risuChat' || type === 'risuAllChats',
  conversations: ({ data }) =>
    (isJsonObject(data) ? [data] : rowsOf(data)).map((chat) => ({
      title: stringOf(chat.name),
      at: dateOf(rowsOf(chat.message)[0]?.time),
      read() {
        const messages: ForeignMessage[] = [];
        for (const row of rowsOf(chat.message)) {
          const said = messageOf(row);
          if (said) messages.push(said);
        }
        return { messages, elsewhere: 0 };
      },
    })),
};

/** What is disabled there is kept from the model, like a comment. */
function messageOf(row: JsonObject): ForeignMessage | null {
  const role = row.disabled === true || row.isComment === true ? 'system' : roleOf(row.role);
  return role && message(role, stringOf(row.data), dateOf(row.time), stringOf(row.name));
}
