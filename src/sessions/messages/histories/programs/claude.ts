/** `conversations.json` of Claude's data export. */
import { dateOf, message, roleOf, rowsOf, stringOf, textOf, type ChatReader } from '../conversation.js';
import { currentBranch, type TreeNode } from '../message-tree.js';

export const claude: ChatReader = {
  program: 'Claude',
  knows: ({ chat_messages: messages }) => Array.isArray(messages),
  conversations: (value) => [
    {
      title: stringOf(value.name),
      at: dateOf(value.created_at),
      read() {
        const nodes: TreeNode[] = [];
        for (const [n, row] of rowsOf(value.chat_messages).entries()) {
          const role = roleOf(row.sender);
          const text = textOf(row.content) || stringOf(row.text);
          nodes.push({
            id: stringOf(row.uuid) || `#${n}`,
            parent: stringOf(row.parent_message_uuid),
            message: role && message(role, text, dateOf(row.created_at)),
          });
        }
        return currentBranch(nodes, value.current_leaf_message_uuid);
      },
    },
  ],
};
