/**
 * Chat files of SillyTavern: JSON lines, a header first, then a line for each message with all its swipes.
 * Fields as its version 1.19 writes them.
 */
import { z } from 'zod';
import { withoutPictureMarks } from '../../../context/quoting/picture-marks.js';
import { storable } from '../../../text/encoding/storable.js';
import { readDate } from '../../story/past-date.js';
import { type MessageRole, MOST_PICTURES, type PictureView } from '../../../contracts/message.js';
import type { PictureInFile } from '../../story/pictures.repository.js';
import type { StoredVersion } from '../../story/message.repository.js';

/** What stands at one place of a story, all versions of it. */
export interface PastMessage {
  role: MessageRole;
  /** Empty: whoever has that role in the session. */
  speaker: string;
  versions: PastVersion[];
  /** Which of them stands, from 0. */
  chosen: number;
  /** What it shows, where the file holds that. */
  pictures?: PictureInFile[];
  /** So many more that it shows lie beside the file. */
  picturesElsewhere?: number;
  /** The same once they are kept. */
  attached?: PictureView[];
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
  const { rest, ...shown } = withoutPictures(
    Object.fromEntries(Object.entries(parsed.data).filter(([key]) => !OWN.has(key))),
  );
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
    ...shown,
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

const IN_FILE = /^data:image\/[a-z+.-]{1,20};base64,[A-Za-z0-9+/]+={0,2}$/;
const media = z.looseObject({ url: z.string(), type: z.string().optional(), title: z.string().nullish() });

/**
 * What a line says besides, without the pictures in it: `extra.media` of SillyTavern 1.14 and later, else `extra.image`.
 * What is only named by its path stays as it came.
 */
function withoutPictures(
  rest: Record<string, unknown>,
): { rest: Record<string, unknown> } & Pick<PastMessage, 'pictures' | 'picturesElsewhere'> {
  const extra = rest['extra'];
  if (typeof extra !== 'object' || extra === null) return { rest };
  const { image, title, media: several, ...more } = extra as Record<string, unknown>;
  const listed = z.array(media).safeParse(several).data ?? [];
  const found = listed.length
    ? listed.filter(({ type = 'image' }) => type === 'image')
    : typeof image === 'string'
      ? [{ url: image, title: typeof title === 'string' ? title : '' }]
      : [];
  const pictures = found
    .filter(({ url }) => IN_FILE.test(url))
    .slice(0, MOST_PICTURES)
    .map((one) => ({ name: storable(one.title ?? ''), url: one.url }));
  const elsewhere = found.length - pictures.length;
  return {
    rest: pictures.length ? { ...rest, extra: more } : rest,
    ...(pictures.length ? { pictures } : {}),
    ...(elsewhere > 0 ? { picturesElsewhere: elsewhere } : {}),
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
export function tavernLine(
  place: readonly StoredVersion[],
  pictures: readonly PictureInFile[] = [],
): object | null {
  const names = pictures.map(({ name }) => name);
  const written = ({ content }: StoredVersion) => withoutPictureMarks(content, names);
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
    mes: written(standing),
  };
  if (pictures[0]) Object.assign(own, { extra: { ...(own.extra as object), ...asMedia(pictures) } });
  if (versions.length === 1 && !standing.extras?.swipe) return own;
  return {
    ...own,
    swipe_id: versions.indexOf(standing),
    swipes: versions.map(written),
    swipe_info: versions.map(
      ({ createdAt, extras }) => extras?.swipe ?? { send_date: createdAt.toISOString(), extra: {} },
    ),
  };
}

/** The first where every version looks for it; all where there are several. */
function asMedia(pictures: readonly PictureInFile[]): object {
  const [first] = pictures;
  return {
    image: first!.url,
    title: first!.name,
    inline_image: true,
    ...(pictures.length > 1 && {
      media: pictures.map(({ name, url }) => ({ type: 'image', url, title: name })),
    }),
  };
}
