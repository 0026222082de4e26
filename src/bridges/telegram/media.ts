import type { Message } from 'grammy/types';

/** What a message has besides words: what it is called, and the file that Telegram keeps of it. */
export interface Media {
  en: string;
  zh: string;
  /** For `getFile`; null: there is none. */
  fileId: string | null;
}

const media = (en: string, zh: string, fileId: string | null = null): Media => ({ en, zh, fileId });

/** What a message shows or plays; null where it is words alone. */
export function mediaOf(message: Message): Media | null {
  const { photo, sticker, voice, audio, video_note, animation, video, document } = message;
  if (photo) return media('picture', '图片', photo.at(-1)?.file_id ?? null);
  if (sticker) {
    const { emoji = '', file_id } = sticker;
    return media(`sticker ${emoji}`.trim(), `表情 ${emoji}`.trim(), file_id);
  }
  if (voice) return media('voice message', '语音', voice.file_id);
  if (audio) {
    const title = audio.title ?? audio.file_name ?? '';
    return media(`audio ${title}`.trim(), `音频 ${title}`.trim(), audio.file_id);
  }
  // It comes as a document, too.
  if (animation) return media('animation', '动图', animation.file_id);
  if (video ?? video_note) return media('video', '视频', (video ?? video_note)!.file_id);
  if (document) {
    const { file_name = '', file_id } = document;
    return media(`file ${file_name}`.trim(), `文件 ${file_name}`.trim(), file_id);
  }
  const { venue, location, contact, poll, dice } = message;
  if (venue) return media(`place ${venue.title}`, `地点 ${venue.title}`);
  if (location) return media('location', '位置');
  if (contact) return media(`contact ${contact.first_name}`, `联系人 ${contact.first_name}`);
  if (poll) return media(`poll ${poll.question}`, `投票 ${poll.question}`);
  if (dice) return media(`${dice.emoji} ${dice.value}`, `${dice.emoji} ${dice.value}`);
  return null;
}
