import { describe, expect, it } from '@jest/globals';
import { startFakeModel } from '../../../../test/support/fakes/fake-model.js';
import { OpenAiModel } from '../openai-model.js';
import fc from 'fast-check';
import { compose } from '../../../context/request/composed-messages.js';
import { Transcript } from '../../../context/request/transcript.js';
import { withCacheMarks } from './cache-marks.js';
import type { Prompt } from '../../model.js';

type Part = { type: 'text'; text: string; cache_control?: { type: 'ephemeral' } };
type Message = { role: string; content: string | Part[] };

function promptOf(prefix: string, told: [boolean, string][], tail: string, base?: string): Prompt {
  const transcript = new Transcript(prefix, 1);
  told.forEach(([user, content], at) =>
    transcript.append([
      { seq: at + 1, role: user ? 'user' : 'assistant', speaker: null, label: '', content, tokens: 1 },
    ]),
  );
  const { prefixBytes, lastTextFrom } = transcript;
  const next =
    base === undefined ? undefined : { role: 'assistant' as const, speaker: null, label: '', content: base };
  return {
    messages: compose(transcript, tail, next).messages,
    maxTokens: 1,
    cacheKey: 's',
    keptPrefix: { ...transcript.markSent(), prefixBytes, lastTextFrom, beginsWith: () => false },
  };
}

const read = (parts: readonly Uint8Array[]) => JSON.parse(Buffer.concat(parts).toString()) as Message[];
const textOf = ({ content }: Message) =>
  typeof content === 'string' ? content : content.map(({ text }) => text).join('');
const marked = (messages: Message[]) =>
  messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.filter((part) => part.cache_control).map(({ text }) => text),
  );

describe('cache marks', () => {
  it('stand after the prompt prefix and after the last kept message, never after the tail', () => {
    const prompt = promptOf(
      'You are “她”.',
      [
        [true, 'Hi'],
        [false, 'Yes?'],
        [true, '第一次"见\\'],
      ],
      '[now] noon',
    );
    const messages = read(withCacheMarks(prompt));
    expect(marked(messages)).toEqual(['You are “她”.', '第一次"见\\']);
    expect(messages.at(-1)!.content).toEqual([
      { type: 'text', text: '第一次"见\\', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: '\n\n[now] noon' },
    ]);
    const first = promptOf('You are.', [], '[now]');
    expect(marked(read(withCacheMarks(first)))).toEqual(['You are.']);
  });

  it('change no word, whatever was said', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map((t) => t.toWellFormed());
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(fc.boolean(), text), { maxLength: 6 }),
        text,
        fc.option(text, { nil: undefined }),
        (prefix, told, tail, base) => {
          const prompt = promptOf(prefix, told, tail, base);
          const plain = read(prompt.messages);
          const messages = read(withCacheMarks(prompt));
          expect(messages.map((m) => [m.role, textOf(m)])).toEqual(plain.map((m) => [m.role, m.content]));
          expect(marked(messages)).toHaveLength(told.length ? 2 : 1);
        },
      ),
    );
  });

  it('stand on the text of a message with pictures', () => {
    const transcript = new Transcript('You are.', 1);
    const pictures = [{ url: 'data:image/jpeg;base64,AA==', tokens: 1 }];
    transcript.append([
      { seq: 1, role: 'user', speaker: null, label: '', content: 'Look "here"', tokens: 1, pictures },
    ]);
    const { prefixBytes, lastTextFrom } = transcript;
    const keptPrefix = { ...transcript.markSent(), prefixBytes, lastTextFrom, beginsWith: () => false };
    const base = { maxTokens: 1, cacheKey: 's', keptPrefix };
    const mark = { cache_control: { type: 'ephemeral' } };
    const image = { type: 'image_url', image_url: { url: pictures[0]!.url } };
    const told = read(withCacheMarks({ ...base, messages: compose(transcript, 'now').messages }));
    expect(told).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'You are.', ...mark }] },
      {
        role: 'user',
        content: [image, { type: 'text', text: 'Look "here"', ...mark }, { type: 'text', text: '\n\nnow' }],
      },
    ]);
    const reply = { role: 'assistant' as const, speaker: null, label: '', content: 'I see' };
    const goingOn = read(withCacheMarks({ ...base, messages: compose(transcript, 'now', reply).messages }));
    expect(goingOn[1]!.content).toEqual([image, { type: 'text', text: 'Look "here"', ...mark }]);
    expect(goingOn.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  });

  it('are left out where nothing is said of what is kept', () => {
    const { keptPrefix: _, ...prompt } = promptOf('You are.', [[true, 'Hi']], '[now]');
    expect(withCacheMarks(prompt)).toBe(prompt.messages);
  });
});

describe('a model that caches what it is told to', () => {
  it.each(['anthropic/claude-sonnet-4.5', 'gpt-4.1'])('%s', async (name) => {
    const fake = await startFakeModel();
    const model = new OpenAiModel({ baseUrl: fake.url, apiKey: 'k', name, window: 100_000 });
    try {
      const ask = async () => {
        for await (const _ of model.reply(
          promptOf('You are.', [[true, 'Hi']], '[now]'),
          new AbortController().signal,
        ));
        return fake.last.raw.includes('cache_control');
      };
      const asks = name.startsWith('anthropic');
      expect(await ask()).toBe(asks);
      if (!asks) return;
      const failBody = {
        error: { message: 'messages.0.content: expected a string', type: 'invalid_request_error' },
      };
      fake.next({ failStatus: 400, failBody, when: ({ raw }) => raw.includes('cache_control') }, 2);
      expect(await ask()).toBe(false);
      expect(await ask()).toBe(false);
    } finally {
      await model.close();
      await fake.close();
    }
  });
});
