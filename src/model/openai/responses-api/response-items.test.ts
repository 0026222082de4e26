import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asItems } from './response-items.js';

type Part = { type: 'image_url'; image_url: { url: string } } | { type: 'text'; text: string };
type Content = string | Part[];

const asInput = (content: Content) =>
  typeof content === 'string'
    ? content
    : content.map((part) =>
        part.type === 'text'
          ? { type: 'input_text', text: part.text }
          : { type: 'input_image', image_url: part.image_url.url },
      );

describe('items of a response', () => {
  it('are the messages with their type, wherever the bytes are divided', () => {
    const content = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
      fc.constantFrom('{"role":"user"', '[{"role":"', '\\{"role":"\\', '好，{'),
    );
    const picture = fc.record({
      type: fc.constant('image_url' as const),
      image_url: fc.record({ url: fc.constantFrom('data:image/jpeg;base64,AA==', 'data:x') }),
    });
    const parts = fc
      .tuple(
        fc.array(picture, { minLength: 1, maxLength: 2 }),
        content,
        fc.array(picture, { maxLength: 1 }),
        content,
      )
      .map(([before, text, between, last]) => [
        ...before,
        { type: 'text' as const, text },
        ...(between.length ? [...between, { type: 'text' as const, text: last }] : []),
      ]);
    const message = fc.oneof(
      fc.record({
        role: fc.constantFrom('system', 'user', 'assistant'),
        content: content as fc.Arbitrary<Content>,
      }),
      fc.record({ role: fc.constant('user'), content: parts as fc.Arbitrary<Content> }),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), fc.array(fc.nat(200)), (messages, cuts) => {
        const bytes = Buffer.from(JSON.stringify(messages));
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ];
        const parts = places.slice(1).map((to, i) => bytes.subarray(places[i], to));
        expect(JSON.parse(Buffer.concat(asItems(parts)).toString())).toEqual(
          messages.map(({ role, content }) => ({ type: 'message', role, content: asInput(content) })),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
