import { languageOf, type Language } from '../../text/search/language.js';
import { isObject } from '../core/lossless.js';
import type { InboundMessage } from '../running/platform.js';
import type { Item, PersonsMessage } from './wire.js';

/** Items by `MessageItemType`, and what stands for those that are no text. */
const NAMED: Record<number, Record<Language, string>> = {
  2: { en: 'picture', zh: '图片' },
  3: { en: 'voice message', zh: '语音' },
  4: { en: 'file', zh: '文件' },
  5: { en: 'video', zh: '视频' },
};
const [TEXT, VOICE, FILE] = [1, 3, 4];
const LONGEST_NAME = 100;

/**
 * A person's message as the core takes it. Pictures are named: `image_item` has the address and the key of one, for when
 * they are kept with the message. An account has no name here but its number.
 */
export function inboundOf({ id, from, items, writtenAt, contextToken }: PersonsMessage): InboundMessage {
  return {
    messageId: id,
    chat: from,
    kind: 'direct',
    author: { account: from, name: from.replace(/@.*$/, ''), roles: [] },
    text: textOf(items),
    language: 'zh',
    ...(writtenAt && { writtenAt }),
    ...(contextToken !== null && { replyWith: contextToken }),
    addressed: true,
  };
}

/** The words of a message, what was understood of what was spoken among them; the rest is named. */
export function textOf(items: readonly Item[]): string {
  const words = items.map(wordsOf);
  // Who writes nothing has a phone that speaks Chinese: no other WeChat has bots.
  const said = words.join('\n').trim();
  const language = said === '' ? 'zh' : languageOf(said);
  return items
    .map((item, n) => words[n]! || nameOf(item, language))
    .filter(Boolean)
    .join('\n')
    .trim();
}

/** WeChat writes down what it understands of a voice message. */
function wordsOf(item: Item): string {
  const part = item['type'] === TEXT ? item['text_item'] : item['type'] === VOICE ? item['voice_item'] : null;
  const text = isObject(part) ? part['text'] : null;
  return typeof text === 'string' ? text : '';
}

function nameOf(item: Item, language: Language): string {
  const type = item['type'];
  const named = typeof type === 'number' && Object.hasOwn(NAMED, type) ? NAMED[type]![language] : null;
  if (named === null) return '';
  const file = type === FILE && isObject(item['file_item']) ? item['file_item']['file_name'] : null;
  const name = typeof file === 'string' ? file.replace(/[\s[\]]+/g, ' ').trim() : '';
  return name === '' ? `[${named}]` : `[${named} ${[...name].slice(0, LONGEST_NAME).join('')}]`;
}
