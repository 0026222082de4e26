import type { Message, PhotoSize } from 'grammy/types';
import type { InboundPicture } from '../running/platform.js';

/** What a message has besides words: what it is called, and what of it is a picture. */
export interface Media {
  en: string;
  zh: string;
  /** Its source is what `getFile` knows it by. */
  picture?: InboundPicture;
}

/** Of files that are sent as they are, those that are taken for pictures. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);
const FILE_ID = /^[\w-]{1,300}$/;

const media = (en: string, zh: string, picture: InboundPicture | null = null): Media => ({
  en,
  zh,
  ...(picture && { picture }),
});
const picture = (kind: InboundPicture['kind'], name: string, fileId = ''): InboundPicture | null =>
  FILE_ID.test(fileId) ? { kind, name, source: fileId } : null;

/** Of a photo's sizes, which stand in no order that is promised. */
const largestOf = (sizes: readonly PhotoSize[]) =>
  sizes.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];

/** What a message shows or plays; null where it is words alone. */
export function mediaOf(message: Message): Media | null {
  const { photo, sticker, voice, audio, video_note, animation, video, document } = message;
  if (photo) return media('picture', '图片', picture('picture', '', largestOf(photo)?.file_id));
  if (sticker) {
    // What moves is drawn by a program, or a video.
    const { emoji = '', file_id, is_animated: isDrawn, is_video: isVideo } = sticker;
    const shown = isDrawn || isVideo ? null : picture('sticker', emoji, file_id);
    return media(`sticker ${emoji}`.trim(), `表情 ${emoji}`.trim(), shown);
  }
  if (voice) return media('voice message', '语音');
  if (audio) {
    const title = audio.title ?? audio.file_name ?? '';
    return media(`audio ${title}`.trim(), `音频 ${title}`.trim());
  }
  // It comes as a document, too.
  if (animation) return media('animation', '动图');
  if (video ?? video_note) return media('video', '视频');
  if (document) {
    const { file_name = '', file_id, mime_type = '' } = document;
    const shown = PICTURES.has(mime_type) ? picture('picture', file_name, file_id) : null;
    return media(`file ${file_name}`.trim(), `文件 ${file_name}`.trim(), shown);
  }
  const { venue, location, contact, poll, dice } = message;
  if (venue) return media(`place ${venue.title}`, `地点 ${venue.title}`);
  if (location) return media('location', '位置');
  if (contact) return media(`contact ${contact.first_name}`, `联系人 ${contact.first_name}`);
  if (poll) return media(`poll ${poll.question}`, `投票 ${poll.question}`);
  if (dice) return media(`${dice.emoji} ${dice.value}`, `${dice.emoji} ${dice.value}`);
  return null;
}
