import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const tokens = readFileSync('client/src/styles/tokens.css', 'utf8');

/** What a token is by day and by night. */
function pairOf(css: string, token: string): [string, string] {
  const found = new RegExp(`${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  if (!found) throw new Error(`There is no ${token} here.`);
  return [found[1]!, found[2]!];
}

/** The relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const accents = [...tokens.matchAll(/\[data-accent='(\w+)'\] \{([^}]*)\}/g)].map(
  ([, name, css]) => [name!, css!] as const,
);

describe('the accents', () => {
  it('are there', () => expect(accents.map(([name]) => name)).toContain('wax'));

  it.each(accents)('%s can be read in both themes, as text and below text', (_, css) => {
    const ink = /--wax-ink: (#\w{6})/.exec(tokens)![1]!;
    for (const theme of [0, 1] as const) {
      for (const ground of ['--paper', '--leaf', '--wash'])
        expect(contrast(pairOf(css, '--wax')[theme], pairOf(tokens, ground)[theme])).toBeGreaterThanOrEqual(
          4.5,
        );
      expect(contrast(pairOf(css, '--wax-fill')[theme], ink)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
