import type { FakeRequest } from './fake-request.js';

/** How a sheet is written by a model that is none. */
export interface FakeWriting {
  /** Passages of a part that a claim is made of; 4. */
  claims?: number;
  /** Another quotation than the passage's own beginning. */
  quote?: (passage: string, n: number) => string;
  /** Another statement. */
  text?: (passage: string, id: string) => string;
  /** More claims, beside those of passages. */
  more?: (material: string) => object[];
}

const claim = (part: string, text: string, more: object) => ({
  part,
  text,
  kind: 'stated',
  about: null,
  ...more,
});

/**
 * Answers what is asked when a sheet is written, by the schema's name: claims with quotations out of the passages that
 * were sent, two claims brought together in one, other words for what copies, nothing to compare.
 */
export function writesSheets(writing: FakeWriting = {}): (request: FakeRequest) => unknown {
  const PARTS = ['identity', 'voice', 'drives', 'relationships', 'timeline', 'world'];
  return ({ json, messages }) => {
    const material = messages.at(-1)!.content;
    const name = json.response_format?.json_schema?.name;
    if (name === 'worldview_sheet' || name === 'part_of_a_sheet') {
      const passages = [...material.matchAll(/^\[((?:\d+:)?p\d+)\] ([^\n]+)/gm)];
      const step = Math.max(1, Math.floor(passages.length / (writing.claims ?? 4)));
      const chosen = passages.filter((_, n) => n % step === 0).slice(0, writing.claims ?? 4);
      const claims = chosen.map(([, id, text], n) =>
        claim(PARTS[n % PARTS.length]!, writing.text?.(text!, id!) ?? `Something is told of them at ${id}.`, {
          quotes: [{ passage: id, quote: writing.quote?.(text!, n) ?? text!.slice(0, 40) }],
        }),
      );
      const all = [...claims, ...(writing.more?.(material) ?? [])];
      return name === 'worldview_sheet'
        ? { claims: all, scenario: 'By the water, at noon.', greeting: '*nods* There you are.' }
        : { claims: all, notes: `${passages.length} passages were read, up to ${passages.at(-1)?.[1]}.` };
    }
    if (name === 'merged_sheet') {
      const found = [...material.matchAll(/^#(\d+) \[(\w+), \w+\](?: \([^)]*\))? (.*)$/gm)];
      const claims = [];
      for (let n = 0; n < found.length; n += 2) {
        const both = found.slice(n, n + 2);
        claims.push(claim(both[0]![2]!, both[0]![3]!, { from: both.map((one) => Number(one[1])) }));
      }
      return { claims, scenario: 'By the water, at noon.', greeting: '*nods* There you are.' };
    }
    if (name === 'own_words')
      return {
        texts: [...material.matchAll(/^#(\d+) /gm)].map(([, n]) => ({
          n: Number(n),
          text: `Put otherwise, ${n}.`,
        })),
      };
    return { pairs: [] };
  };
}
