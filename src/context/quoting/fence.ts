/** What stands around the parts of a prompt that are not ours to say. */
export const PROMPT_TAGS: readonly string[] = ['tail', 'recalled', 'source', 'chronicle', 'lorebook'];

const TAG = `<(/?)(${PROMPT_TAGS.join('|')})>`;
const TAGS = new RegExp(TAG, 'gi');

/** A message's text, so that it cannot end what stands in a prompt, or begin it. */
export function fencedMessage(text: string): string {
  return text.replace(TAGS, '‹$1$2›');
}

/** The same in SQL. @param column of the text */
export function fencedMessageSql(column: string): string {
  const mended = `regexp_replace(${column}, '${TAG}', '‹\\1\\2›', 'gi')`;
  return `CASE WHEN position('<' IN ${column}) > 0 THEN ${mended} ELSE ${column} END`;
}

/**
 * A text of somebody else's, so that it cannot end what it stands in: a tag of ours is written with other brackets, and
 * no line looks like a heading.
 */
export function fenced(text: string): string {
  return fencedMessage(text).replace(/^#/gm, ' #');
}
