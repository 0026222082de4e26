import { type Block, blocksOf } from '../../../../../src/text/prose/blocks.js';
import type { Inline } from '../../../../../src/text/prose/inline.js';
import { CALM, FEELINGS } from './feelings.js';

/** A stretch of a reply. */
interface Stretch {
  text: string;
  /** It tells what is done, not what is said. */
  isAction: boolean;
}

/** What is done shows more than what is said; a picture of a feeling nearby shows half of it. */
const DONE = 2;
const NEARBY = 0.5;
/** How much the last words weigh, beside the first. */
const LAST = 3;
/** Below this nothing is certain. */
const LEAST = 1.5;
const MOST_READ = 4000;
const NOT =
  /(?:\b(?:not|no|never|without|isn['’]t|wasn['’]t|don['’]t|doesn['’]t|didn['’]t|can['’]t|nothing)\s+(?:\w+\s+)?|[不没别未无][有是会要再太]?)$/i;

/**
 * Which of a card's pictures fits a reply, by its words in English and Chinese.
 * @param names of the pictures, as the card has them
 * @returns one of the names: the calm one where nothing is certain; null where there is none of these
 */
export function expressionOf(reply: string, names: readonly string[]): string | null {
  const stretches = stretchesOf(reply);
  let best: { name: string; score: number } | null = null;
  for (const name of names) {
    const feeling = feelingOf(name);
    const score = feeling ? feelingScore(stretches, feeling) : ownScore(stretches, name);
    if (score >= LEAST && score > (best?.score ?? 0)) best = { name, score };
  }
  return best?.name ?? names.find((name) => CALM.includes(plain(name))) ?? null;
}

/** A name without numbers and signs: `angry_2`, `Emotion-Angry`. */
const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/\.\w{2,4}$/, '')
    .replace(/^(?:emotion|expression|expr|face|sprite)s?[\s_-]+/, '')
    .replace(/[\s_\-.]*\d*$/, '');

function feelingOf(name: string): string | undefined {
  const wanted = plain(name);
  if (wanted in FEELINGS) return wanted;
  return Object.keys(FEELINGS).find((feeling) => FEELINGS[feeling]!.names.split(' ').includes(wanted));
}

function feelingScore(stretches: readonly Stretch[], feeling: string): number {
  const { near } = FEELINGS[feeling]!;
  // A feeling is shown by its own picture first, and by one nearby where that is all there is.
  const beside = near.split(' ').map((other) => scored(stretches, patternOf(other)));
  return scored(stretches, patternOf(feeling)) + NEARBY * Math.max(...beside);
}

/** A name of the author's own is sought as it is. */
function ownScore(stretches: readonly Stretch[], name: string): number {
  const word = plain(name).replace(/[^\p{L}\p{N} ]/gu, '');
  if (word.length < 2 || CALM.includes(word)) return 0;
  return scored(stretches, new RegExp(/^[a-z ]+$/.test(word) ? `\\b${word}` : word, 'gi'));
}

const patterns = new Map<string, RegExp>();

function patternOf(feeling: string): RegExp {
  const { en, zh } = FEELINGS[feeling]!;
  const made =
    patterns.get(feeling) ?? new RegExp(`\\b(?:${en.replaceAll(' ', '|')})|${zh.replaceAll(' ', '|')}`, 'gi');
  patterns.set(feeling, made);
  return made;
}

/** Later stretches weigh more; a word with a “not” before it does not count. */
function scored(stretches: readonly Stretch[], pattern: RegExp): number {
  let sum = 0;
  stretches.forEach(({ text, isAction }, i) => {
    const place = stretches.length > 1 ? 1 + (LAST - 1) * (i / (stretches.length - 1)) : LAST;
    for (const { index } of text.matchAll(pattern)) {
      if (!NOT.test(text.slice(Math.max(0, index - 24), index))) sum += place * (isAction ? DONE : 1);
    }
  });
  return sum;
}

/** The end of a reply, sentence by sentence. */
function stretchesOf(reply: string): Stretch[] {
  const all: Stretch[] = [];
  const walk = (nodes: readonly Inline[], isAction: boolean) => {
    for (const node of nodes) {
      if ('inside' in node) {
        if (node.kind !== 'aside') walk(node.inside, isAction || node.kind === 'action');
      } else if (node.kind === 'text') {
        for (const text of node.text.split(/(?<=[.!?。！？…])/))
          if (text.trim()) all.push({ text, isAction });
      }
    }
  };
  const visit = (block: Block): void => {
    if (block.kind === 'paragraph' || block.kind === 'heading') walk(block.nodes, false);
    else if (block.kind === 'quote') block.blocks.forEach(visit);
    else if (block.kind === 'list') block.items.forEach(({ blocks }) => blocks.forEach(visit));
  };
  blocksOf(reply.slice(-MOST_READ), true).forEach(visit);
  return all;
}
