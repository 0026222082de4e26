/** Chats of Agnai: `msg` of each message, who wrote it by `userId` or `characterId`, earlier replies in `retries`. */
import type { JsonObject } from '../../../../characters/imports/foreign-json.js';
import { dateOf, rowsOf, stringOf, versions, type ChatReader, type ForeignMessage } from '../conversation.js';
import { currentBranch, type TreeNode } from '../message-tree.js';

export const agnai: ChatReader = {
  program: 'Agnai',
  knows: ({ messages }) => rowsOf(messages).some((row) => typeof row.msg === 'string'),
  conversations: (value) => [
    {
      title: stringOf(value.name),
      at: dateOf(value.createdAt),
      read() {
        const nodes: TreeNode[] = [];
        for (const [n, row] of rowsOf(value.messages).entries()) {
          nodes.push({
            id: stringOf(row._id) || `#${n}`,
            parent: stringOf(row.parent),
            message: messageOf(row),
          });
        }
        return currentBranch(nodes, value.treeLeafId);
      },
    },
  ],
};

function messageOf(row: JsonObject): ForeignMessage {
  const at = dateOf(row.createdAt);
  const text = stringOf(row.msg);
  // The newest of them stands first there.
  const earlier = (Array.isArray(row.retries) ? row.retries : [])
    .filter((one) => typeof one === 'string' && one !== text)
    .reverse() as string[];
  const texts = [...earlier, text].map((content) => ({ content, at }));
  const role = row.system === true ? 'system' : row.userId ? 'user' : 'assistant';
  return versions(role, texts, texts.length - 1, stringOf(row.handle) || stringOf(row.name));
}
