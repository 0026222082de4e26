/** What stands around the parts of a prompt that are not ours to say. */
const TAGS = /<(\/?)(tail|recalled|source|lorebook)>/gi;

/**
 * A text of somebody else's, so that it cannot end what it stands in: a tag of ours is written with other brackets, and
 * no line looks like a heading.
 */
export function fenced(text: string): string {
  return text.replace(TAGS, '‹$1$2›').replace(/^#/gm, ' #');
}
