import { askedFor } from '../recall/question/asked-for.js';
import { type Concept, conceptsSaid } from '../recall/concepts/concepts.js';
import { words } from '../../text/search/words.js';
import type { Topic } from '../../contracts/memory.js';
import { type KnownFact, sameThing } from './fact.js';

/** The kinds of things that a topic is asked for by. */
const TOPIC_OF: Partial<Record<Concept, Topic>> = {
  '≈home': 'home',
  '≈job': 'work',
  '≈study': 'study',
  '≈partner': 'partner',
  '≈family': 'family',
  '≈pet': 'pet',
  '≈health': 'health',
  '≈injury': 'health',
  '≈plan': 'plan',
  '≈promise': 'promise',
};
/** Of a topic or a thing, so many messages: the newest and the one before. */
const EACH = 2;
const MOST_THINGS = 3;

const OF_SELF = /\b(?:i|i'm|i've|my|mine|me|we|our|us)\b|我/iu;
const OF_OTHER = /\b(?:you|your|yours)\b|你|您/iu;

/** The topics that a question is on; none where nothing is asked. */
export function topicsAsked(text: string): Topic[] {
  if (!askedFor(text).asks) return [];
  const topics = [...conceptsSaid(text)].flatMap((concept) => TOPIC_OF[concept] ?? []);
  return [...new Set(topics)];
}

/**
 * Of what is known, the facts whose messages a question should bring whatever their words are: of each thing that it is
 * on the newest and the one before.
 *
 * @param newestFirst of the topics that it is on
 */
export function factsAsked(text: string, newestFirst: readonly KnownFact[]): KnownFact[] {
  const about = OF_SELF.test(text) ? 'user' : OF_OTHER.test(text) ? 'character' : null;
  const asked = new Set(words(text));
  const meant = conceptsSaid(text);
  const overlap = (fact: KnownFact) =>
    words(`${fact.thing} ${fact.text}`).filter((word) => asked.has(word)).length +
    [...conceptsSaid(fact.thing)].filter((concept) => meant.has(concept)).length;
  const things = new Map<string, { facts: KnownFact[]; overlap: number }>();
  for (const fact of newestFirst) {
    if (about && fact.about !== about && !asked.has(words(fact.about)[0] ?? '')) continue;
    const key = sameThing(fact) ?? `${fact.about}\n${fact.topic}`;
    const thing = things.get(key) ?? { facts: [], overlap: 0 };
    thing.facts.push(fact);
    thing.overlap = Math.max(thing.overlap, overlap(fact));
    things.set(key, thing);
  }
  // Things in the order of their newest line; those that the question names come first.
  const chosen = [...things.values()].sort((a, b) => b.overlap - a.overlap).slice(0, MOST_THINGS);
  return chosen.flatMap(({ facts }) => {
    const named = facts.filter((fact) => overlap(fact) > 0 && facts.indexOf(fact) >= EACH);
    return [...facts.slice(0, EACH), ...named.slice(0, 1)];
  });
}
