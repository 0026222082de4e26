import type { MessageRole } from '../../contracts/message.js';

/** How a message begins in the JSON array that is sent; the system prompt is the first. */
export const OPEN = {
  system: '[{"role":"system","content":"',
  user: '{"role":"user","content":"',
  assistant: '{"role":"assistant","content":"',
};
/** How every message begins. */
export const BEGINS = '{"role":"';
/** How a message with pictures goes on: OpenAI's content parts, the text last, so that it can be left open. */
export const PARTS = {
  open: '{"role":"user","content":[',
  picture: '{"type":"image_url","image_url":{"url":"',
  pictureEnd: '"}},',
  text: '{"type":"text","text":"',
  textEnd: '"}]}',
};
/** A string as it stands between the quotation marks of JSON. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The message that is still open. */
export interface OpenMessage {
  role: 'system' | MessageRole;
  speaker: string | null;
  /** It is made of parts: pictures, and its text last. */
  hasParts: boolean;
}

/** As much of the next one as decides how it begins. */
interface NextMessage {
  role: MessageRole;
  speaker: string | null;
  pictures?: readonly { url: string }[];
}

/** What ends the message that is open. */
export function endOf(hasParts: boolean): string {
  return hasParts ? PARTS.textEnd : '"}';
}

/** What stands between the text that is open and the next one. */
export function before(open: OpenMessage, next: NextMessage): string {
  const isNew = begins(open, next);
  const end = endOf(open.hasParts);
  if (!isShown(next)) return isNew ? `${end},${OPEN[next.role]}` : '\\n\\n';
  const pictures = next.pictures!.map(({ url }) => PARTS.picture + escaped(url) + PARTS.pictureEnd);
  const shown = pictures.join('') + PARTS.text;
  if (!isNew) return `"},${shown}`;
  const between = goesOn(open, next) ? `${OPEN.assistant}…"},` : '';
  return `${end},${between}${PARTS.open}${shown}`;
}

/** Whether the next text is a message of its own. */
export function begins(open: OpenMessage, next: NextMessage): boolean {
  return !goesOn(open, next) || (isShown(next) && !open.hasParts);
}

/** Whether the same member goes on. Where either speaker is unknown, the two are one. */
function goesOn(open: OpenMessage, { role, speaker }: NextMessage): boolean {
  return role === open.role && (speaker === null || open.speaker === null || speaker === open.speaker);
}

/** Only who asks is shown pictures: no server takes them of an assistant. */
export function isShown({ role, pictures }: Pick<NextMessage, 'role' | 'pictures'>): boolean {
  return role === 'user' && Boolean(pictures?.length);
}
