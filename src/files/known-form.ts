import type { Extracted } from '../pages/extracted.js';
import { readChatLog, readStampedLog } from '../text/dialogue/chat-log.js';
import { CHAT_LOG, PLAY, type DialogueText } from '../text/dialogue/dialogue-format.js';
import { readPlay } from '../text/dialogue/play.js';
import { readSubtitles } from '../text/dialogue/subtitles.js';
import { PROFILES, readProfiles } from '../text/profiles/profile.js';
import { readWorldBook } from '../text/profiles/world-book.js';

/** Lines that only say what is to be seen. */
const DIRECTIONS = /^[(（[【〔△▲].*$/gm;

/**
 * A text as what it tells, whatever file it came in: subtitles, a chat log, profiles, a world book, a play. Any other text
 * stays as it is.
 */
export function inKnownForm(found: Extracted): Extracted {
  if (found.subject !== undefined || [CHAT_LOG, PLAY, PROFILES].includes(found.mediaType)) return found;
  const { headings: _, ...rest } = found;
  const of = ({ text, headings }: DialogueText, mediaType: string): Extracted => ({
    ...rest,
    text,
    ...(headings && { headings }),
    mediaType,
  });
  const { text, headings } = found;
  const book = readWorldBook(text);
  if (book) return { ...of(book, PROFILES), title: book.title || found.title };
  const subtitles = readSubtitles(text);
  if (subtitles) return of(subtitles, subtitles.namesSpeakers ? PLAY : 'text/plain');
  const log = readStampedLog(text);
  if (log) return of(log, CHAT_LOG);
  const profiles = readProfiles(text, headings, found.title);
  if (profiles) return { ...rest, ...profiles, mediaType: PROFILES };
  const play = readPlay(text, headings);
  const chat = play && isPlay(play) ? null : readChatLog(text);
  if (chat) return of(chat, CHAT_LOG);
  return play ? of(play, PLAY) : found;
}

/** Acts, scenes or directions: nobody writes these in a chat. */
function isPlay({ text, headings }: DialogueText): boolean {
  return headings !== undefined || (text.match(DIRECTIONS)?.length ?? 0) >= 2;
}
