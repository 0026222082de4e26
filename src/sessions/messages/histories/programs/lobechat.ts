/** LobeChat's exports, of the browser's store (`state`) or the database's (`data`): all messages in one list, by topic. */
import { isJsonObject, type JsonObject } from '../../../../characters/imports/foreign-json.js';
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
} from '../conversation.js';

export const lobeChat: ChatReader = {
  program: 'LobeChat',
  knows: (value) => storeOf(value) !== null,
  conversations: (value) => {
    const store = storeOf(value)!;
    const titles = new Map<string, string>();
    for (const row of [...rowsOf(store.sessions), ...rowsOf(store.agents), ...rowsOf(store.topics)]) {
      const meta = isJsonObject(row.meta) ? row.meta : {};
      titles.set(stringOf(row.id), stringOf(row.title) || stringOf(meta.title));
    }
    const talks = new Map<string, JsonObject[]>();
    for (const row of rowsOf(store.messages)) {
      const place = `${sessionOf(row)}\n${topicOf(row)}`;
      const rows = talks.get(place);
      if (rows) rows.push(row);
      else talks.set(place, [row]);
    }
    return [...talks.values()].map((rows) => ({
      title: [sessionOf(rows[0]!), topicOf(rows[0]!)]
        .map((id) => titles.get(id) ?? '')
        .filter(Boolean)
        .join(' · '),
      at: dateOf(createdAt(rows[0]!)),
      read: () => readRows(rows),
    }));
  },
};

function storeOf(value: JsonObject): JsonObject | null {
  const { state, data } = value;
  if (isJsonObject(state) && Array.isArray(state.messages)) return state;
  const isDatabase = value.schemaHash !== undefined || value.mode !== undefined;
  return isDatabase && isJsonObject(data) && Array.isArray(data.messages) ? data : null;
}

const createdAt = (row: JsonObject) => row.createdAt ?? row.created_at;
const sessionOf = (row: JsonObject) =>
  stringOf(row.sessionId ?? row.session_id ?? row.agentId ?? row.agent_id);
const topicOf = (row: JsonObject) => stringOf(row.topicId ?? row.topic_id);
const parentOf = (row: JsonObject) => stringOf(row.parentId ?? row.parent_id);

/** Replies to the same message, one after another, are versions of one. */
function readRows(rows: JsonObject[]): ReadConversation {
  const dated = rows.map((row) => ({ row, at: dateOf(createdAt(row)) }));
  dated.sort((a, b) => Number(a.at) - Number(b.at));
  const messages: ForeignMessage[] = [];
  const open = new Map<string, number>();
  let answered = '';
  for (const { row, at } of dated) {
    const role = roleOf(row.role);
    if (!role) continue;
    const metadata = isJsonObject(row.metadata) ? row.metadata : {};
    if (typeof metadata.activeBranchIndex === 'number')
      open.set(stringOf(row.id), metadata.activeBranchIndex);
    const one = message(role, textOf(row.content), at);
    const parent = role === 'assistant' ? parentOf(row) : '';
    const before = messages.at(-1);
    if (parent && parent === answered && before) {
      before.versions.push(...one.versions);
      const active = open.get(parent);
      before.chosen = active !== undefined && active in before.versions ? active : before.versions.length - 1;
    } else messages.push(one);
    answered = parent;
  }
  return { messages, elsewhere: 0 };
}
