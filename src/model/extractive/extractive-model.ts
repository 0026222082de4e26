import { setTimeout as sleep } from 'node:timers/promises';
import { inSlices, type Work } from '../../text/search/slices.js';
import { languageOf } from '../../text/search/language.js';
import type { ModelCard } from '../../contracts/about.js';
import { bestPassage } from './best-passage.js';
import { type FillTask, Model, type Prompt, type ReplyEvent, type Usage } from '../model.js';
import { readPrompt } from './sent-messages.js';
import { quoted } from './quoted.js';
import { NO_USAGE } from '../openai/replies/usage.js';

const WINDOW = 1_000_000;
/** Deltas of a reply at most, and the milliseconds between two: a reply takes about half a second. */
const DELTAS = 60;
const PAUSE = 8;

/** What the extractive model says itself; all else is quoted. */
const WORDS = {
  en: {
    notice: (name: string) =>
      `(This is Keepsake's built-in understudy for ${name}, not a language model: it only quotes what it was sent. For real conversation, connect a model with OPENAI_BASE_URL and MODEL.)`,
    sheet: (quote: string) => `*ponders* ${quote}`,
    user: (quote: string, date?: string) =>
      `*thinks back* ${date ? `On ${date} you` : 'You'} told me: ${quote}`,
    assistant: (quote: string, date?: string) =>
      `*thinks back* ${date ? `On ${date} I` : 'I'} said: ${quote}`,
    nothing: '*shakes head* I find nothing about that in what I was given.',
  },
  zh: {
    notice: (name: string) =>
      `（这是 Keepsake 内置的替身，代${name}说话；它不是语言模型，只会引用收到的文字。想真正交谈，请用 OPENAI_BASE_URL 和 MODEL 连接一个模型。）`,
    sheet: (quote: string) => `*想了想* ${quote}`,
    user: (quote: string, date?: string) => `*回想了一下* ${date ? `${date}，` : ''}你告诉过我：${quote}`,
    assistant: (quote: string, date?: string) => `*回想了一下* ${date ? `${date}，` : ''}我说过：${quote}`,
    nothing: '*摇了摇头* 在我收到的文字里，没有找到相关的内容。',
  },
};

/** How its own lines begin, so that it does not quote itself. The notice stood in replies once. */
const NOTICE = /^(?:\(This is Keepsake's built-in understudy|（这是 Keepsake 内置的替身)/;
const OWN = [
  NOTICE,
  /^\*ponders\* “|^\*想了想\* “/,
  /^\*thinks back\* (?:On [\d-]{10} (?:you told me|I said)|You told me|I said): “/,
  /^\*回想了一下\* (?:[\d-]{10}，)?(?:你告诉过我|我说过)：“/,
  /^\*shakes head\* I find nothing about that|^\*摇了摇头\* 在我收到的文字里/,
];

/**
 * The model that is there when none is connected. It is no language model and needs no network: it answers with the
 * passage of what it was sent that fits the question best, word for word, or says that there is none.
 */
export class ExtractiveModel extends Model {
  /** @param window in tokens */
  constructor(private readonly window?: number) {
    super();
  }

  async card(): Promise<ModelCard> {
    return {
      name: 'understudy',
      provider: 'understudy',
      isLanguageModel: false,
      sees: false,
      window: this.window ?? WINDOW,
      windowFrom: this.window === undefined ? 'default' : 'configured',
      note: {
        en: 'The built-in understudy, not a language model: it only quotes what it was sent. Connect a model in the settings, or by OPENAI_BASE_URL and MODEL.',
        zh: '内置的替身，不是语言模型：只会引用收到的文字。在设置里连接模型，或用 OPENAI_BASE_URL 和 MODEL。',
      },
    };
  }

  async *reply(prompt: Prompt, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    signal.throwIfAborted();
    const { text, notice } = await inSlices(answerTo(prompt.messages));
    const letters = Array.from(text);
    const size = Math.max(3, Math.ceil(letters.length / DELTAS));
    for (let at = 0; at < letters.length; at += size) {
      yield { type: 'delta', text: letters.slice(at, at + size).join('') };
      await sleep(PAUSE);
      signal.throwIfAborted();
    }
    // No words of the character's: a model that is connected later is not sent them.
    if (notice) yield { type: 'thinking', text: notice };
    yield { type: 'end', finish: 'stop', usage: NO_USAGE };
  }

  async fill<T>(task: FillTask<T>): Promise<{ value: T; usage: Usage }> {
    throw new Error(`The extractive model fills no schema: "${task.name}" is for a language model`);
  }
}

/**
 * The whole reply to what was sent.
 * @param messages the JSON array in parts
 * @returns with it, before the model has replied at all, what it says of itself
 */
export function* answerTo(messages: readonly Uint8Array[]): Work<{ text: string; notice: string | null }> {
  const sent = yield* readPrompt(messages, (line) => OWN.some((own) => own.test(line)));
  const words = WORDS[languageOf(sent.question || sent.name)];
  const found = yield* bestPassage(sent);
  return {
    text: found ? words[found.from](quoted(found.text), found.date) : words.nothing,
    notice: sent.ownLines.length ? null : words.notice(sent.name),
  };
}
