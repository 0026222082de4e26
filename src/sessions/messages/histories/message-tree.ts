/** Conversations whose messages each name the one before: of all branches, the one that a person sees. */
import type { ForeignMessage, ReadConversation } from './conversation.js';

export interface TreeNode {
  id: string;
  parent: string;
  /** Null where nothing was said: a tool's call, a root. */
  message: ForeignMessage | null;
}

/**
 * The way to a leaf. What stands beside a message, of the same speaker and after the same one, are its versions. A
 * circle is cut where it closes, and messages that all name no parent are a list.
 * @param leaf the last message of the branch that is open; without it, or where there is none of that name, the last one
 */
export function currentBranch(nodes: readonly TreeNode[], leaf: unknown): ReadConversation {
  const byId = new Map<string, TreeNode>();
  const children = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    byId.set(node.id, node);
    const beside = children.get(node.parent);
    if (beside) beside.push(node);
    else children.set(node.parent, [node]);
  }
  const all = nodes.filter(({ message }) => message !== null).length;
  if (!nodes.some(({ parent }) => byId.has(parent))) {
    const messages = nodes.map(({ message }) => message).filter((message) => message !== null);
    return { messages, elsewhere: 0 };
  }
  const messages: ForeignMessage[] = [];
  const seen = new Set<TreeNode>();
  let used = 0;
  let node = (typeof leaf === 'string' ? byId.get(leaf) : undefined) ?? lastOf(nodes);
  for (; node && !seen.has(node); node = byId.get(node.parent)) {
    seen.add(node);
    const { message } = node;
    if (!message) continue;
    const merged = withVersions(message, children.get(node.parent)!);
    messages.push(merged.message);
    used += merged.used;
  }
  messages.reverse();
  return { messages, elsewhere: all - used };
}

function lastOf(nodes: readonly TreeNode[]): TreeNode | undefined {
  return nodes.findLast(({ message }) => message !== null);
}

function withVersions(
  message: ForeignMessage,
  beside: readonly TreeNode[],
): { message: ForeignMessage; used: number } {
  if (beside.length === 1 || message.hidden) return { message, used: 1 };
  const same = beside
    .map((node) => node.message)
    .filter((one): one is ForeignMessage => one !== null && !one.hidden && one.role === message.role);
  const before = same.slice(0, same.indexOf(message)).reduce((sum, one) => sum + one.versions.length, 0);
  return {
    message: {
      ...message,
      versions: same.flatMap((one) => one.versions),
      chosen: before + message.chosen,
    },
    used: same.length,
  };
}
