import type { CheerioAPI } from 'cheerio';
import { chatLogOf } from '../text/dialogue/chat-log.js';
import type { ChatLine } from '../text/dialogue/chat-line.js';
import { nameOf, type DialogueText } from '../text/dialogue/dialogue-format.js';
import { htmlToText } from './html-text.js';
import { childElements, elements, hasClass, type Element } from './markup.js';

/**
 * The chat log that a page is, or null: as Telegram, DiscordChatExporter and QQ (MHT) write theirs. They have one form:
 * a name and a time stand before the messages that follow.
 */
export function readChatPage($: CheerioAPI): DialogueText | null {
  const all = [...elements($.root()[0]!.children)];
  const form = FORMS.find(({ mark }) => all.some(mark));
  const said = form && messagesIn(all, form);
  return said ? chatLogOf(said) : null;
}

interface Form {
  /** Whether an element tells that the page is of this form. */
  mark: (element: Element) => boolean;
  /** Whether an element stands around a message, and what it tells of it. */
  message: (element: Element) => Partial<ChatLine> | null;
  /** An element that gives the day of the messages after it. */
  day?: (element: Element) => string | null;
}

const withClass = (name: string) => {
  const pattern = new RegExp(`^${name}$`);
  return (element: Element) => hasClass(element, pattern);
};

const FORMS: readonly Form[] = [
  {
    mark: withClass('from_name'),
    message(element) {
      if (!withClass('message')(element) || withClass('service')(element)) return null;
      const parts = within(element, withClass('forwarded'));
      const time = parts.find(withClass('date'))?.attribs['title'];
      const name = textOf(parts.find(withClass('from_name')));
      return { name, text: textOf(parts.find(withClass('text'))), ...(time && { time }) };
    },
  },
  {
    mark: withClass('chatlog__message(?:-group)?'),
    message(element) {
      if (!withClass('chatlog__message-container')(element)) return null;
      const parts = within(element, withClass('chatlog__(?:reply|reference).*'));
      const stamp = parts.find(withClass('chatlog__timestamp'));
      const time = stamp && (textOf(stamp) || stamp.attribs['title']);
      const name = textOf(parts.find(withClass('chatlog__author(?:-name)?')));
      return { name, text: textOf(parts.find(withClass('chatlog__content'))), ...(time && { time }) };
    },
  },
  {
    // a row: a line with the name in a box of its own and the time, then the words
    mark: (element) =>
      element.name === 'title' && /^\s*(?:QQ Message|消息[记記][录錄])/.test(textOf(element)),
    day: (element) =>
      element.name === 'td'
        ? (/^日期[:：]\s*([\d-]+)$/.exec(textOf(element).slice(0, 40))?.[1] ?? null)
        : null,
    message(element) {
      if (element.name !== 'td') return null;
      const [head, ...words] = childElements(element);
      const box = head && childElements(head).find(({ name }) => name === 'div');
      if (!box) return null;
      return {
        name: textOf(box).replace(/[(（<][\w.@-]{3,}[)）>]$/, ''),
        text: words.map(textOf).filter(Boolean).join('\n'),
      };
    },
  },
];

function messagesIn(all: readonly Element[], { message, day }: Form): ChatLine[] {
  const said: ChatLine[] = [];
  let name = '';
  let time: string | undefined;
  for (const element of all) {
    const dated = day?.(element);
    if (dated) time = dated;
    const found = message(element);
    if (!found) continue;
    // a message that names nobody goes on with the one before
    name = nameOf(found.name) || name;
    time = found.time ?? time;
    if (name && found.text) said.push({ name, text: found.text, ...(time && { time }) });
  }
  return said;
}

/** The elements in one, without what stands in those that are quoted there. */
function within(element: Element, quoted: (element: Element) => boolean): Element[] {
  return childElements(element).flatMap((child) => (quoted(child) ? [] : [child, ...within(child, quoted)]));
}

function textOf(element: Element | undefined): string {
  return element ? htmlToText(element.children).text.replace(/\n{2,}/g, '\n') : '';
}
