import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { hostilePatterns, PATTERN_KINDS } from '../../../test/support/files/hostile-card.js';
import { expressionCost } from './expression-cost.js';

/** What RE2 builds, in instructions; null for what it refuses. */
function builtSize(source: string, folds: boolean): number | null {
  try {
    return RE2JS.compile(source, folds ? RE2JS.CASE_INSENSITIVE : 0).programSize();
  } catch {
    return null;
  }
}

const literal = fc.constantFrom(
  'a',
  'B',
  '字',
  '😀',
  '-',
  ' ',
  '\\.',
  '\\n',
  '\\x41',
  '\\x{1F600}',
  '\\101',
  '\\Qa{9}(\\E',
);
const sets = fc.constantFrom(
  '.',
  '^',
  '$',
  '\\b',
  '\\w',
  '\\D',
  '\\p{L}',
  '\\PN',
  '\\p{Han}',
  '[]a-c]',
  '[^\\d\\x{4e00}-\\x{9fa5}]',
  '[[:alpha:]_-]',
  '[a\\]b]',
  '[a-\\x{ffff}]',
);
const count = fc.constantFrom('*', '+', '?', '*?', '{2}', '{0,7}', '{3,}', '{1,30}?', '{0}', '{x}', '{02}');
const pattern = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    literal,
    sets,
    fc.tuple(tie('part'), tie('part')).map((two) => two.join('')),
    fc.tuple(tie('part'), tie('part')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?P<n>', '(?i:', '(?s-i:'), tie('part'))
      .map(([open, inner]) => `${open}${inner})`),
    fc.tuple(tie('part'), count).map(([inner, mark]) => `(?:${inner})${mark}`),
    fc.tuple(literal, count).map((two) => two.join('')),
  ),
})).part;

describe('expressionCost', () => {
  it('is never below what is built, and not far above it without classes', () => {
    fc.assert(
      fc.property(pattern, fc.boolean(), (source, folds) => {
        const built = builtSize(source, folds);
        fc.pre(built !== null);
        expect(expressionCost(source, folds).size).toBeGreaterThanOrEqual(built!);
      }),
      { numRuns: 1000 },
    );
    for (const plain of [
      'colou?r',
      '(?:ab){3,20}',
      '(?:(?:a{1,9}b){1,9}c){1,9}',
      'x(?:y|z)+',
      'q'.repeat(500),
    ]) {
      expect(expressionCost(plain, false).size).toBeLessThan(4 * builtSize(plain, false)! + 40);
    }
  });

  it.each(PATTERN_KINDS)('is never below what is built of %s', (kind) => {
    for (const key of hostilePatterns(4, [kind])) {
      const [, body, flags] = /^\/(.*)\/([a-z]*)$/s.exec(key)!;
      const source = RE2JS.translateRegExp(body!);
      const { size, build } = expressionCost(source, flags!.includes('i'));
      expect(size).toBeGreaterThanOrEqual(builtSize(source, flags!.includes('i')) ?? 0);
      expect(build).toBeGreaterThanOrEqual(size);
    }
  });

  it('counts what takes time to build and leaves no trace in the program', () => {
    const wide = expressionCost(`[${'!-\u{1e000}'.repeat(50)}]`, true);
    expect(builtSize(`[${'!-\u{1e000}'.repeat(2)}]`, true)).toBeLessThan(10);
    expect(wide.build).toBeGreaterThan(50 * 4000);
    expect(expressionCost(`(?i)[!-\u{1e000}]`, false).build).toBeGreaterThan(4000);
    expect(expressionCost('[!-\u{1e000}]', false).build).toBeLessThan(100);
    expect(expressionCost('(?:){999}'.repeat(50), false).build).toBeGreaterThan(49_000);
  });

  it('reads whatever strangers write, in one pass', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'([{}])|\\^$?*+-:<>!=PpQExiu012,/ a字😀\ud83d'),
          maxLength: 200,
        }),
        (source) => {
          const { size, build } = expressionCost(source, true);
          expect(Number.isFinite(size) && Number.isFinite(build)).toBe(true);
          const built = builtSize(source, true);
          if (built !== null) expect(size).toBeGreaterThanOrEqual(built);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
