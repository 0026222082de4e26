/** A conversation of LibreChat as JSON: its messages in a list, or, where it was exported as a tree, one within another. */
import type { JsonObject } from '../../../../characters/imports/foreign-json.js';
import { dateOf, message, rowsOf, stringOf, textOf, type ChatReader } from '../conversation.js';
import { currentBranch, type TreeNode } from '../message-tree.js';

export const libreChat: ChatReader = {
  program: 'LibreChat',
  knows: ({ conversationId, messages, messagesTree }) =>
    typeof conversationId === 'string' &&
    [messages, messagesTree].some((list) =>
      rowsOf(list).some((row) => 'isCreatedByUser' in row || 'parentMessageId' in row),
    ),
  conversations: (value) => [
    {
      title: stringOf(value.title),
      at: dateOf(value.createdAt ?? value.exportAt),
      read() {
        const nodes = nodesOf(rowsOf(value.messagesTree ?? value.messages));
        return currentBranch(nodes, null);
      },
    },
  ],
};

/** In the order in which they were sent, however deep they stand: the last one is the open branch's. */
function nodesOf(roots: readonly JsonObject[]): TreeNode[] {
  const nodes: (TreeNode & { at: number })[] = [];
  const open = [...roots].reverse().map((row) => ({ row, parent: stringOf(row.parentMessageId) }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { row, parent } = next;
    const id = stringOf(row.messageId) || `#${nodes.length}`;
    const byUser = row.isCreatedByUser ?? /^user$/i.test(stringOf(row.sender));
    const at = dateOf(row.createdAt);
    const text = textOf(row.content) || stringOf(row.text);
    const said = message(byUser === true ? 'user' : 'assistant', text, at);
    nodes.push({ id, parent, message: said, at: at?.getTime() ?? -Infinity });
    for (const child of rowsOf(row.children).reverse()) open.push({ row: child, parent: id });
  }
  return nodes.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at));
}
