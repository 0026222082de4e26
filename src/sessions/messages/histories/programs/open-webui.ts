/** Chats of Open WebUI: one, or all in a list. A chat's history is a tree; a copy of the open branch stands beside it. */
import { isJsonObject, type JsonObject } from '../../../../characters/imports/foreign-json.js';
import { dateOf, message, roleOf, rowsOf, stringOf, textOf, type ChatReader } from '../conversation.js';
import { currentBranch, type TreeNode } from '../message-tree.js';

export const openWebUi: ChatReader = {
  program: 'Open WebUI',
  knows: (value) =>
    treeOf(chatOf(value)) !== null || (isJsonObject(value.chat) && Array.isArray(value.chat.messages)),
  conversations: (value) => {
    const chat = chatOf(value);
    const tree = treeOf(chat);
    return [
      {
        title: stringOf(value.title) || stringOf(chat.title),
        at: dateOf(value.created_at ?? chat.timestamp),
        read() {
          const rows = tree
            ? Object.values(tree.messages as JsonObject).filter(isJsonObject)
            : rowsOf(chat.messages);
          const nodes: TreeNode[] = [];
          for (const [n, row] of rows.entries()) {
            const role = roleOf(row.role);
            nodes.push({
              id: stringOf(row.id) || `#${n}`,
              parent: stringOf(row.parentId),
              message: role && message(role, textOf(row.content), dateOf(row.timestamp)),
            });
          }
          return currentBranch(nodes, tree?.currentId ?? chat.currentId);
        },
      },
    ];
  },
};

function chatOf(value: JsonObject): JsonObject {
  return isJsonObject(value.chat) ? value.chat : value;
}

function treeOf({ history }: JsonObject): JsonObject | null {
  return isJsonObject(history) && isJsonObject(history.messages) ? history : null;
}
