/** `conversations.json` of ChatGPT's data export: each conversation a tree of nodes, of which one branch is open. */
import { isJsonObject, type JsonObject } from '../../../../characters/imports/foreign-json.js';
import { dateOf, message, roleOf, stringOf, type ChatReader, type ForeignMessage } from '../conversation.js';
import { currentBranch, type TreeNode } from '../message-tree.js';

export const chatGpt: ChatReader = {
  program: 'ChatGPT',
  knows: ({ mapping }) => isJsonObject(mapping),
  conversations: (value) => [
    {
      title: stringOf(value.title),
      at: dateOf(value.create_time),
      read() {
        const nodes: TreeNode[] = [];
        for (const [id, node] of Object.entries(value.mapping as JsonObject)) {
          if (isJsonObject(node))
            nodes.push({ id, parent: stringOf(node.parent), message: messageOf(node.message) });
        }
        return currentBranch(nodes, value.current_node);
      },
    },
  ],
};

/** What was said; neither what went to a tool, nor what came of it, nor what the model thought. */
function messageOf(value: unknown): ForeignMessage | null {
  if (!isJsonObject(value) || !isJsonObject(value.author) || !isJsonObject(value.content)) return null;
  const role = roleOf(value.author.role);
  const { content_type: kind, parts } = value.content;
  const toTool = typeof value.recipient === 'string' && value.recipient !== 'all';
  if (!role || toTool || (kind !== 'text' && kind !== 'multimodal_text')) return null;
  const text = (Array.isArray(parts) ? parts : [])
    .map((part) => (isJsonObject(part) ? stringOf(part.text) : stringOf(part)))
    .filter((part) => part.trim() !== '')
    .join('\n\n');
  if (role === 'system' && text.trim() === '') return null;
  return message(role, text, dateOf(value.create_time));
}
