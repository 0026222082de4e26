import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from '../../text/search/slices.js';
import { compose } from './composed-messages.js';
import { escaped } from './open-message.js';
import { type MessageRun, type PromptMessage, Transcript } from './transcript.js';

const message = fc.record({
  role: fc.constantFrom('user' as const, 'assistant' as const),
  speaker: fc.constantFrom(null, 'a', 'b'),
  label: fc.constantFrom('', '[2026-11-23 Mon]\n'),
  content: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '你好，「世界」', '"}]\\', '😀\n\u2028'),
  ),
  tokens: fc.nat(100),
  pictures: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    fc.array(
      fc.record({ url: fc.constantFrom('data:image/jpeg;base64,AA==', 'data:b'), tokens: fc.nat(50) }),
      {
        maxLength: 3,
      },
    ),
  ),
});
const withoutPictures = (all: readonly PromptMessage[]) =>
  all.map((one): PromptMessage => ({ ...one, pictures: [] }));
const story = fc.array(message, { maxLength: 40 }).map((all) =>
  all.map(({ pictures, ...one }, n): PromptMessage => ({
    seq: n + 1,
    ...one,
    ...(pictures && { pictures }),
  })),
);

const told = (messages: readonly PromptMessage[]) => {
  const transcript = new Transcript('You are 林黛玉.', 10);
  transcript.append(messages);
  return transcript;
};
const bytes = (transcript: Transcript) => Buffer.concat(transcript.buffers);

describe('Transcript', () => {
  it('begins every later request with the bytes of every earlier one, its tail left out', () => {
    fc.assert(
      fc.property(story, fc.nat(40), fc.string(), (messages, cut, tail) => {
        const earlier = told(messages.slice(0, cut));
        const later = Buffer.concat(compose(told(messages), tail).messages);
        expect(later.subarray(0, earlier.bytes).equals(bytes(earlier))).toBe(true);
      }),
    );
  });

  it('is the same whether it is told at once, one by one, or after a restart', () => {
    fc.assert(
      fc.property(story, (messages) => {
        const together = told(messages);
        const oneByOne = told([]);
        for (const one of messages) oneByOne.append([one]);
        expect(bytes(oneByOne).equals(bytes(together))).toBe(true);
        expect([oneByOne.tokens, oneByOne.messages, oneByOne.bytes]).toEqual([
          together.tokens,
          together.messages,
          together.bytes,
        ]);
        const { bytes: length, hash } = oneByOne.markSent();
        expect(together.beginsWith(length, hash)).toBe(true);
        expect(length).toBe(bytes(together).length);
      }),
    );
  });

  it('is the same when runs of messages are put together elsewhere', () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(40)), fc.nat(40), (all, cuts, known) => {
        // Those with pictures are read one by one; what follows them may go on with the same message.
        const messages = [...all.slice(0, known), ...withoutPictures(all.slice(known))];
        const expected = told(messages);
        const transcript = told(messages.slice(0, known));
        const ends = [...new Set([known, ...cuts, messages.length])].filter((end) => end >= known);
        ends.sort((a, b) => a - b);
        // Whoever puts runs together does not know of pictures that stand before them.
        const before = told(withoutPictures(messages.slice(0, known)));
        const runs = ends.slice(1).map((end, n): MessageRun => {
          const part = messages.slice(ends[n], end);
          const withText = part.filter(({ content }) => content !== '');
          const text = withText.map((one, at) => {
            const fragment = at ? before.fragment(one) : escaped(one.label + one.content);
            before.append([one]);
            return fragment;
          });
          return {
            lastSeq: messages.length,
            text: withText.length ? text.join('') : null,
            first: withText[0]?.role ?? null,
            role: withText.at(-1)?.role ?? null,
            firstSpeaker: withText[0]?.speaker ?? null,
            speaker: withText.at(-1)?.speaker ?? null,
            label: withText.findLast(({ label }) => label !== '')?.label ?? null,
            messages: withText.length || null,
            tokens: withText.length ? withText.reduce((sum, { tokens }) => sum + tokens, 0) : null,
          };
        });
        atOnce(transcript.appendRuns(runs));
        expect(bytes(transcript).equals(bytes(expected))).toBe(true);
        for (const key of [
          'tokens',
          'messages',
          'bytes',
          'lastSeq',
          'lastLabel',
          'lastTextFrom',
          'openRole',
        ] as const) {
          expect(transcript[key]).toBe(expected[key]);
        }
        expect(transcript.markSent()).toEqual(expected.markSent());
      }),
    );
  });

  it('is the same when runs are many megabytes, and takes none where another came first', () => {
    const long = (seq: number): PromptMessage => ({
      seq,
      role: seq % 2 ? 'user' : 'assistant',
      speaker: null,
      label: '',
      content: '灯塔的光“” 😀 and the "sea" '.repeat(40_000),
      tokens: 5,
    });
    const all = [1, 2, 3, 4, 5].map(long);
    const runs = all.map(({ role, content }): MessageRun => {
      const text = escaped(content);
      return {
        lastSeq: 5,
        text,
        first: role,
        role,
        firstSpeaker: null,
        speaker: null,
        label: null,
        messages: 1,
        tokens: 5,
      };
    });
    const transcript = told([]);
    atOnce(transcript.appendRuns(runs));
    const expected = told(all);
    expect(bytes(transcript).equals(bytes(expected))).toBe(true);
    expect(transcript.markSent()).toEqual(expected.markSent());
    expect(transcript.lastTextFrom).toBe(expected.lastTextFrom);

    const late = told([]);
    const work = late.appendRuns(runs);
    work.next();
    late.append(all.slice(0, 1));
    atOnce(work);
    expect([late.lastSeq, late.messages]).toEqual([1, 1]);
    expect(bytes(late).equals(bytes(told(all.slice(0, 1))))).toBe(true);
  });

  it('holds every message, word for word and in order, and no role twice in a row', () => {
    const ofTwo = story.map((all) => all.map((one): PromptMessage => ({ ...one, speaker: one.role })));
    fc.assert(
      fc.property(ofTwo.map(withoutPictures), fc.string(), (messages, tail) => {
        const sent = JSON.parse(
          Buffer.concat(compose(told(messages), tail).messages).toString('utf8'),
        ) as PromptMessage[];
        expect(sent[0]!.role).toBe('system');
        expect(sent.some((one, n) => n > 0 && one.role === sent[n - 1]!.role)).toBe(false);
        let from = 0;
        let at = 0;
        for (const { role, content } of messages.filter((one) => one.content !== '')) {
          const wellFormed = content.toWellFormed();
          while (
            sent[at]!.role !== role ||
            (from = sent[at]!.content.toWellFormed().indexOf(wellFormed, from)) < 0
          ) {
            at++;
            from = 0;
            expect(at).toBeLessThan(sent.length);
          }
          from += wellFormed.length;
        }
        const last = sent[sent.length - 1]!;
        expect(last.role).toBe('user');
        expect(last.content.endsWith(tail)).toBe(true);
      }),
    );
  });

  it('shows pictures ahead of the text, never repeats a role for them, and can still be read', () => {
    type Part = { type: string; text?: string; image_url?: { url: string } };
    const ofTwo = story.map((all) => all.map((one): PromptMessage => ({ ...one, speaker: one.role })));
    fc.assert(
      fc.property(ofTwo, fc.string(), (messages, tail) => {
        const transcript = told(messages);
        const json = Buffer.concat(compose(transcript, tail).messages).toString('utf8');
        const sent = JSON.parse(json) as { role: string; content: string | Part[] }[];
        expect(sent.some(({ role }, n) => n > 0 && role === sent[n - 1]!.role)).toBe(false);
        const shown = sent.flatMap(({ role, content }) =>
          typeof content === 'string'
            ? []
            : content.flatMap((part) => (part.image_url ? [[role, part.image_url.url]] : [])),
        );
        const wanted = messages
          .filter(({ role, content }) => role === 'user' && content !== '')
          .flatMap(({ pictures = [] }) => pictures);
        expect(shown).toEqual(wanted.map(({ url }) => ['user', url]));
        expect(transcript.pictures).toEqual({
          sent: wanted.length,
          told: 0,
          tokens: wanted.reduce((sum, { tokens }) => sum + tokens, 0),
        });
        for (const { content } of sent)
          if (typeof content !== 'string') expect(content.at(-1)!.type).toBe('text');
      }),
    );
  });

  it('says what stands where pictures come behind a text', () => {
    const line = (seq: number, content: string, urls: string[] = []): PromptMessage => ({
      ...{ seq, role: 'user', speaker: 'me', label: '', content, tokens: 1 },
      pictures: urls.map((url) => ({ url, tokens: 1 })),
    });
    const sent = (...all: PromptMessage[]) =>
      (JSON.parse(Buffer.concat(compose(told(all), 'now').messages).toString('utf8')) as unknown[]).slice(1);
    const image = (url: string) => ({ type: 'image_url', image_url: { url } });
    expect(
      sent(line(1, 'Look:'), line(2, 'a cat', ['c']), line(3, 'and a dog', ['d']), line(4, 'Well?')),
    ).toEqual([
      { role: 'user', content: 'Look:' },
      { role: 'assistant', content: '…' },
      {
        role: 'user',
        content: [
          image('c'),
          { type: 'text', text: 'a cat' },
          image('d'),
          { type: 'text', text: 'and a dog\n\nWell?\n\nnow' },
        ],
      },
    ]);
  });

  it('begins a message where another member of the same role speaks, and nowhere else', () => {
    const line = (seq: number, speaker: string | null, content: string): PromptMessage => ({
      ...{ seq, role: 'user', speaker, label: '', content, tokens: 1 },
    });
    const sent = (...all: PromptMessage[]) =>
      (
        JSON.parse(Buffer.concat(compose(told(all), 'now').messages).toString('utf8')) as PromptMessage[]
      ).slice(1);
    const user = (content: string) => ({ role: 'user', content });
    expect(sent(line(1, 'me', 'One.'), line(2, 'me', 'Two.'))).toEqual([user('One.\n\nTwo.\n\nnow')]);
    expect(sent(line(1, 'me', 'One.'), line(2, 'guest', 'Two.'), line(3, 'me', 'Three.'))).toEqual([
      user('One.'),
      user('Two.'),
      user('Three.\n\nnow'),
    ]);
    // What was said before there were members goes on as it was.
    expect(sent(line(1, null, 'One.'), line(2, 'me', 'Two.'), line(3, null, 'Three.'))).toEqual([
      user('One.\n\nTwo.\n\nThree.\n\nnow'),
    ]);
  });

  it('knows another beginning from its own', () => {
    const one = told([{ seq: 1, role: 'user', speaker: null, label: '', content: 'yes', tokens: 1 }]);
    const other = told([{ seq: 1, role: 'user', speaker: null, label: '', content: 'no!', tokens: 1 }]);
    const sent = one.markSent();
    expect(other.beginsWith(sent.bytes, sent.hash)).toBe(false);
    expect(told([]).beginsWith(sent.bytes, sent.hash)).toBe(false);
  });

  it('rests while it reads a long beginning, to which more may be appended meanwhile', () => {
    const long = (n: number): PromptMessage => ({
      seq: n,
      role: 'user',
      speaker: null,
      label: '',
      content: String(n).repeat(5_000_000),
      tokens: 1,
    });
    const sent = told([long(1), long(2), long(3)]).markSent();
    const again = told([]);
    for (const n of [1, 2, 3]) again.append([long(n)]);
    const work = again.comparedWith(sent.bytes, sent.hash);
    let rests = 0;
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) {
        expect(step.value).toBe(true);
        break;
      }
      rests++;
      again.append([{ ...long(3 + rests), content: 'More.' }]);
    }
    expect(rests).toBeGreaterThanOrEqual(2);
  });
});
