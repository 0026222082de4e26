/** Chats of Character.AI as its tools save them: the old form (`histories`), and turns with candidates. */
import { isJsonObject, type JsonObject } from '../../../../characters/imports/foreign-json.js';
import {
  dateOf,
  message,
  rowsOf,
  stringOf,
  versions,
  type ChatReader,
  type ForeignMessage,
  type ReadConversation,
} from '../conversation.js';

export const characterAi: ChatReader = {
  program: 'Character.AI',
  knows: (value) => chatsOf(value).length > 0,
  conversations: (value) => {
    const character = nameIn(value);
    return chatsOf(value).map((chat) => {
      const rows = rowsOf(chat.turns ?? chat.msgs);
      return {
        title: stringOf(chat.title) || stringOf(chat.name) || character,
        at: dateOf(chat.create_time ?? chat.created ?? rows[0]?.create_time ?? rows[0]?.created),
        read: () => readRows(rows, character),
      };
    });
  },
};

function chatsOf(value: JsonObject): JsonObject[] {
  const { histories, chats } = value;
  const lists = [isJsonObject(histories) ? histories.histories : histories, chats, [value]];
  return lists
    .flatMap((list) => rowsOf(list))
    .filter(({ turns, msgs }) =>
      [...rowsOf(turns).slice(0, 1), ...rowsOf(msgs).slice(0, 1)].some(
        (row) => isJsonObject(row.author) || isJsonObject(row.src) || Array.isArray(row.candidates),
      ),
    );
}

function nameIn({ info, character }: JsonObject): string {
  const found = isJsonObject(info) && isJsonObject(info.character) ? info.character : character;
  return isJsonObject(found) ? stringOf(found.name) : '';
}

function readRows(rows: readonly JsonObject[], character: string): ReadConversation {
  const messages: ForeignMessage[] = [];
  for (const row of rows) {
    messages.push(Array.isArray(row.candidates) ? turnOf(row) : lineOf(row, character));
  }
  // The site lists its turns from the newest back.
  const timeOf = (one: ForeignMessage | undefined) => one?.versions[one.chosen]!.at?.getTime() ?? NaN;
  if (timeOf(messages[0]) > timeOf(messages.at(-1))) messages.reverse();
  return { messages, elsewhere: 0 };
}

function lineOf(row: JsonObject, character: string): ForeignMessage {
  const source = isJsonObject(row.src) ? row.src : {};
  const isUser = source.is_human === true;
  const name = stringOf(source.name) || (isUser ? '' : character);
  return message(isUser ? 'user' : 'assistant', stringOf(row.text), dateOf(row.created), name);
}

function turnOf(row: JsonObject): ForeignMessage {
  const author = isJsonObject(row.author) ? row.author : {};
  const role = author.is_human === true ? 'user' : 'assistant';
  const candidates = rowsOf(row.candidates);
  const at = (one: JsonObject) => dateOf(one.create_time) ?? dateOf(row.create_time);
  if (candidates.length > 1) candidates.sort((a, b) => Number(at(a)) - Number(at(b)));
  const texts = candidates.map((one) => ({ content: stringOf(one.raw_content), at: at(one) }));
  if (!texts.length) return message(role, '', dateOf(row.create_time));
  const chosen = candidates.findIndex((one) => one.candidate_id === row.primary_candidate_id);
  return versions(role, texts, Math.max(chosen, 0), stringOf(author.name));
}
