import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearestStretch } from './nearest-stretch.js';

/** Edits between two strings, by the book. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1];
    for (let n = 1; n <= b.length; n++)
      next.push(Math.min(row[n]! + 1, next[n - 1]! + 1, row[n - 1]! + (char === b[n - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

it('is as near as any stretch is, and none is given where none is near enough', () => {
  const letters = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength });
  const units = (text: string) => Uint16Array.from([...text].map((char) => char.charCodeAt(0)));
  fc.assert(
    fc.property(letters(8), letters(14), fc.nat(5), (pattern, text, most) => {
      const allowed = Math.min(most, pattern.length - 1);
      const found = nearestStretch(units(pattern), units(text), 0, text.length, allowed);
      let least = Infinity;
      for (let start = 0; start < text.length; start++)
        for (let end = start + 1; end <= text.length; end++)
          least = Math.min(least, distance(pattern, text.slice(start, end)));
      if (least > allowed) expect(found).toBeNull();
      else {
        expect(found!.edits).toBe(least);
        expect(distance(pattern, text.slice(found!.start, found!.end))).toBe(least);
      }
    }),
  );
});
