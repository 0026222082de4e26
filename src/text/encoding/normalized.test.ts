import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { commandIn, asksForMore } from '../../bridges/core/commands.js';
import { safeName } from '../../bridges/core/names.js';
import { codeIn } from '../../bridges/people/pairings.js';
import { words } from '../search/words.js';
import { compatible, composed } from './normalized.js';

/** Marks in no order: to sort a million of them takes minutes. */
const PILE = `a${'\u0301\u0327'.repeat(500_000)}`;

describe('a normal form', () => {
  it('is the usual one of whatever people write', () => {
    expect(compatible('Ｃａｆｅ\u0301 ﬁ 한글 नमस्ते')).toBe('Café fi 한글 नमस्ते');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(compatible(text)).toBe(text.normalize('NFKC'));
        expect(composed(text)).toBe(text.normalize('NFC'));
      }),
    );
    const most = `a${'\u0301\u0327'.repeat(15)}`;
    expect(composed(most)).toBe(most.normalize('NFC'));
  });

  it('is soon there of a pile of marks, wherever one is made', () => {
    expect(compatible(PILE).replaceAll('\u034f', '')).toHaveLength(PILE.length - 1);
    expect(composed(PILE).startsWith('á')).toBe(true);
    expect(words(PILE)).toHaveLength(1);
    expect(safeName(PILE, '')).toMatch(/^\p{L}\p{M}{1,3}$/u);
    expect([commandIn(`/${PILE}`), asksForMore(PILE), codeIn(PILE)]).toEqual([null, false, null]);
  });

  it('is made here alone, but of single signs', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => /\.normalize\('NF/.test(readFileSync(`src/${file}`, 'utf8')))
      .map((file) => file.replaceAll('\\', '/'));
    expect(files.sort()).toEqual([
      'text/encoding/normalized.ts',
      'text/encoding/radicals.ts',
      'text/instructions/look-alikes.ts',
      'text/locate/folded.ts',
    ]);
  });
});
