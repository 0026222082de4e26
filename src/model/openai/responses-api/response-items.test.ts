import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asItems } from './response-items.js';

describe('items of a response', () => {
  it('are the messages with their type, wherever the bytes are divided', () => {
    const content = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
      fc.constantFrom('{"role":"user"', '[{"role":"', '\\{"role":"\\', '好，{'),
    );
    const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content });
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
          messages.map((one) => ({ type: 'message', ...one })),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
