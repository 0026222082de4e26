import { storable } from '../../text/encoding/storable.js';
import { composed } from '../../text/encoding/normalized.js';

/** Of a name, in characters. */
const MOST = 40;
/** In UTF-16 units: no platform's names are so long, however many of their signs are not seen. */
const MOST_READ = 1000;
/** What is not seen, or turns the reading direction of all that follows: controls, marks of direction, fillers, tags. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/gu;
/** Marks piled on a letter reach into other lines. */
const PILED = /(\p{M}{3})\p{M}+/gu;
/** What a transcript or a prompt could mistake for its own. */
const SPEAKING = /[:：[\]{}<>*`#|]/g;

/** The name of a stranger as it may stand in a list, a log or a prompt: one line, read in its own direction. */
export function safeName(name: string, instead: string): string {
  const plain = composed(storable(name.slice(0, MOST_READ)))
    .replace(UNSEEN, '')
    .replace(PILED, '$1')
    .replace(SPEAKING, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...plain].slice(0, MOST).join('').trim();
  return short === '' ? instead : short;
}

/** A name that none of those taken has, whatever its letters' case: with a number where it is taken. */
export function ownName(name: string, taken: Iterable<string>): string {
  const others = new Set([...taken].map((other) => other.toLowerCase()));
  for (let n = 1; ; n++) {
    const own = n === 1 ? name : `${name} ${n}`;
    if (!others.has(own.toLowerCase())) return own;
  }
}
