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
  /** It is kept and takes no part in the story: an empty version stands for it. */
  hidden?: true;
}

export interface PastVersion {
  content: string;
  at: Date | null;
  /** What else was written of it, to go out again as it came. */
  extras: object | null;
}

const line = z.looseObject({
  mes: z.string(),
  // Slash commands write an empty text there.
  is_user: z.unknown().optional(),
  is_system: z.unknown().optional(),
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

const PROGRAM = 'SillyTavern System';

/**
 * Whether a line is the program's own (help, a welcome, a comment), which nobody said. Of those for the system it is
 * one that names its kind; what `/sys` tells was told, and what people have hidden was said.
 */
function isPrograms({ is_system, name, extra }: z.infer<typeof line>): boolean {
  const kind = typeof extra === 'object' && extra !== null && 'type' in extra ? extra.type : '';
  const named = typeof kind === 'string' && kind !== '' && kind !== 'narrator';
  return Boolean(is_system) && (named || name === PROGRAM);
}

/** @returns null for what is no line of such a file; `own` for its program's own, which were never said */
export function readTavernLine(value: unknown): PastMessage | 'own' | null {
  const parsed = line.safeParse(value);
  if (!parsed.success) return null;
  const { mes, is_user, is_system, name, send_date, swipes, swipe_id, swipe_info } = parsed.data;
  if (isPrograms(parsed.data)) return 'own';
  const rest = Object.fromEntries(Object.entries(parsed.data).filter(([key]) => !OWN.has(key)));
  const texts = swipes?.length ? [...swipes] : [mes];
  let chosen = texts.length > 1 && swipe_id != null ? Math.trunc(swipe_id) : texts.indexOf(mes);
  // The text of the line is what was read; swipes may lag behind an edit of it.
  if (!(chosen >= 0 && chosen < texts.length)) chosen = texts.push(mes) - 1;
  texts[chosen] = mes;
  const hidden = Boolean(is_system) && texts[chosen]!.trim() !== '';
  return {
    role: is_user ? 'user' : 'assistant',
    speaker: storable(name ?? ''),
    chosen: hidden ? texts.length : chosen,
    ...(hidden && { hidden }),
    versions: [...texts, ...(hidden ? [''] : [])].map((text, n) => {
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
  note: string;
  extras: object | null;
}): object {
  const { user, character, createdAt, note, extras } = of;
  const metadata = metadataOf(extras);
  return {
    user_name: user,
    character_name: character,
    create_date: createdAt.toISOString(),
    chat_metadata: {},
    ...extras,
    ...(note !== noteOf(extras) && { chat_metadata: { ...metadata, note_prompt: note } }),
  };
}

/** The author's note that a chat's header holds; empty where it is turned off. */
export function noteOf(header: object | null): string {
  const { note_prompt: note, note_interval: every } = metadataOf(header);
  return typeof note === 'string' && every !== 0 ? storable(note).trim() : '';
}

function metadataOf(header: object | null): { note_prompt?: unknown; note_interval?: unknown } {
  // A row that was broken by hand may hold anything.
  const found = (header as { chat_metadata?: unknown } | null)?.chat_metadata;
  return typeof found === 'object' && found !== null ? found : {};
}

/** One place of a story as a line of a chat file. What was taken out of the story is hidden there. */
export function tavernLine(place: readonly StoredVersion[]): object | null {
  const chosen = place.find((version) => version.chosen);
  const hidden = chosen?.content === '';
  const standing = hidden
    ? (place.find(({ content, extras }) => content && extras?.line) ??
      place.findLast(({ content }) => content))
    : chosen;
  if (!standing) return null;
  const versions = place.filter(({ content }) => content);
  const own = {
    name: standing.speaker,
    is_user: standing.role === 'user',
    is_system: hidden,
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
