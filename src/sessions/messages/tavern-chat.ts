/**
 * Chat files of SillyTavern: JSON lines, a header first, then a line for each message with all its swipes.
 * Fields as its version 1.19 writes them.
 */
import { z } from 'zod';
import { storable } from '../../text/encoding/storable.js';
import { readDate } from '../story/past-date.js';
import type { MessageRole } from '../../contracts/message.js';
import type { StoredVersion } from '../story/message.repository.js';

/** What stands at one place of a story, all versions of it. */
export interface PastMessage {
  role: MessageRole;
  /** Empty: whoever has that role in the session. */
  speaker: string;
  versions: PastVersion[];
  /** Which of them stands, from 0. */
  chosen: number;
}

export interface PastVersion {
  content: string;
  at: Date | null;
  /** What else was written of it, to go out again as it came. */
  extras: object | null;
}

const line = z.looseObject({
  mes: z.string(),
  is_user: z.boolean().nullish(),
  is_system: z.boolean().nullish(),
  name: z.string().nullish(),
  send_date: z.union([z.string(), z.number()]).nullish().catch(null),
  swipes: z.array(z.string()).nullish().catch(null),
  swipe_id: z.number().nullish().catch(null),
  swipe_info: z.array(z.unknown()).nullish().catch(null),
});
const OWN = new Set(['mes', 'is_user', 'is_system', 'name', 'swipes', 'swipe_id', 'swipe_info']);

/** The first line, which is no message. */
export function isTavernHeader(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'user_name' in value && !('mes' in value);
}

/** @returns null for what is no line of such a file; `hidden` for its program's own, which were never said */
export function readTavernLine(value: unknown): PastMessage | 'hidden' | null {
  const parsed = line.safeParse(value);
  if (!parsed.success) return null;
  const { mes, is_user, is_system, name, send_date, swipes, swipe_id, swipe_info } = parsed.data;
  if (is_system) return 'hidden';
  const rest = Object.fromEntries(Object.entries(parsed.data).filter(([key]) => !OWN.has(key)));
  const texts = swipes?.length ? [...swipes] : [mes];
  let chosen = texts.length > 1 && swipe_id != null ? Math.trunc(swipe_id) : texts.indexOf(mes);
  // The text of the line is what was read; swipes may lag behind an edit of it.
  if (!(chosen >= 0 && chosen < texts.length)) chosen = texts.push(mes) - 1;
  texts[chosen] = mes;
  return {
    role: is_user ? 'user' : 'assistant',
    speaker: storable(name ?? ''),
    chosen,
    versions: texts.map((text, n) => {
      const info = swipe_info?.[n];
      const swipe = typeof info === 'object' && info !== null ? info : undefined;
      const sentAt = n === chosen ? send_date : (swipe as { send_date?: string } | undefined)?.send_date;
      const extras = { ...(n === chosen && { line: rest }), ...(swipe && { swipe }) };
      return {
        content: storable(text),
        at: readDate(typeof sentAt === 'string' || typeof sentAt === 'number' ? sentAt : null),
        extras: Object.keys(extras).length ? extras : null,
      };
    }),
  };
}

/** The header of a chat file. */
export function tavernHeader(of: {
  user: string;
  character: string;
  createdAt: Date;
  extras: object | null;
}): object {
  const { user, character, createdAt, extras } = of;
  return {
    user_name: user,
    character_name: character,
    create_date: createdAt.toISOString(),
    chat_metadata: {},
    ...extras,
  };
}

/** One place of a story as a line of a chat file. Versions without text were taken out of it. */
export function tavernLine(place: readonly StoredVersion[]): object | null {
  const standing = place.find(({ chosen }) => chosen);
  if (!standing?.content) return null;
  const versions = place.filter(({ content }) => content);
  const own = {
    name: standing.speaker,
    is_user: standing.role === 'user',
    is_system: false,
    send_date: standing.createdAt.toISOString(),
    extra: {},
    ...standing.extras?.line,
    mes: standing.content,
  };
  if (versions.length === 1 && !standing.extras?.swipe) return own;
  return {
    ...own,
    swipe_id: versions.indexOf(standing),
    swipes: versions.map(({ content }) => content),
    swipe_info: versions.map(
      ({ createdAt, extras }) => extras?.swipe ?? { send_date: createdAt.toISOString(), extra: {} },
    ),
  };
}
