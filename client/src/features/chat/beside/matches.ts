import type { SessionView } from '../../../../../src/contracts/session.js';

/** Whether a conversation is one that is looked for: each word stands in its title, its character's name or its last line. */
export function matches(
  { title, characterName, lastLine }: Pick<SessionView, 'title' | 'characterName' | 'lastLine'>,
  query: string,
): boolean {
  const text = `${title}\n${characterName}\n${lastLine}`.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
