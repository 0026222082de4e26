import { type Cue, MARK, type Pronoun, subjectsIn } from '../lines/cues.js';
import { hasStranger, nounOfCue, strangersIn } from '../lines/nouns.js';
import type { Individual } from '../people/individual.js';
import { BACK, clash, type Scene } from './candidates.js';

/** Whom the words around a turn mean: names, pronouns, nouns. */

export function means(scene: Scene, cue: Cue, person: Individual, at: number): boolean {
  if (cue.kind === 'name') return scene.personOf(cue.name) === person;
  if (cue.kind === 'I') return person === scene.narrator;
  return cue.kind === 'somebody' && bearerOf(scene, cue, at) === person;
}

/** Whom `the beadle` means at a passage. */
function bearerOf({ epithets }: Scene, cue: Cue, at: number): Individual | null {
  const noun = nounOfCue(cue);
  return noun && !noun.theirs ? epithets.bearer(noun.phrase, at) : null;
}

export function has({ personOf }: Scene, names: Iterable<number>, person: Individual): boolean {
  for (const name of names) if (personOf(name) === person) return true;
  return false;
}

/** Whether a name may be whom a pronoun means. */
function fits({ personOf, narrator }: Scene, name: number, cue: Cue): Individual | null {
  const person = personOf(name);
  return person && person !== narrator && !clash(person, cue) ? person : null;
}

/** The last one who acted before a pronoun whom it may mean. */
export function lastActor(scene: Scene, n: number, cue: Pronoun): Individual | 'somebody' | null {
  const { at: here } = scene.turns[n]!;
  for (let at = here - 1; at >= Math.max(0, here - BACK); at--) {
    for (const actor of scene.narrated[at]!.actors.toReversed()) {
      if (actor.kind === 'somebody') {
        const bearer = bearerOf(scene, actor, at);
        if (bearer) {
          if (bearer !== scene.narrator && !clash(bearer, cue)) return bearer;
          continue;
        }
        const gender = nounOfCue(actor)?.gender;
        if (gender && !clash({ gender }, cue)) return 'somebody';
      } else if (actor.kind === 'name') {
        const person = fits(scene, actor.name, cue);
        if (person) return person;
      }
    }
  }
  return null;
}

/** Whoever did something last, anywhere in a sentence, whom a pronoun may mean. */
export function lastSubject(scene: Scene, n: number, cue: Pronoun): Individual | null {
  const { at: here, lead } = scene.turns[n]!;
  for (let at = here; at >= Math.max(0, here - BACK); at--) {
    const subjects = at === here ? subjectsIn(lead) : scene.narrated[at]!.subjects;
    for (const name of subjects.toReversed()) {
      const person = fits(scene, name, cue);
      if (person) return person;
    }
  }
  return null;
}

const ANY = new RegExp(MARK, 'gu');

/** Whom a pronoun may mean: somebody of the cast, somebody without a name who has just come in, or one taken for known. */
export type Antecedent = Individual | 'entered' | 'known';

/** Those whom a pronoun may mean, the last spoken of first, two at most. */
export function antecedents(scene: Scene, n: number, cue: Pronoun): Antecedent[] {
  const gender = cue.kind === 'he' ? 'm' : 'f';
  const { at: here, lead } = scene.turns[n]!;
  const found: Antecedent[] = [];
  const taken = new Set<string>();
  for (let at = here; at >= Math.max(0, here - BACK); at--) {
    const text = at === here ? lead : scene.narrated[at]!.text;
    const spoken: { at: number; who: Antecedent; noun?: string }[] = [];
    for (const match of text.matchAll(ANY)) {
      const who = fits(scene, Number(match[1]), cue);
      if (who) spoken.push({ at: match.index, who });
    }
    for (const { at: place, gender: own, phrase, entering } of strangersIn(text)) {
      if (own && own !== gender) continue;
      const noun = phrase.split(' ').at(-1)!;
      const bearer = entering ? null : scene.epithets.bearer(phrase, at);
      spoken.push({ at: place, who: bearer ?? (entering ? 'entered' : 'known'), noun });
    }
    spoken.sort((a, b) => b.at - a.at);
    for (const { who, noun } of spoken) {
      // `A tall man stood there. The man took off his hat.`
      if (who === 'entered' && noun && taken.has(noun)) found[found.indexOf('known')] = 'entered';
      if (who === 'known' && noun && !found.includes('known')) taken.add(noun);
      if (found.length < 2 && !found.includes(who)) found.push(who);
    }
    if (found.length === 2 && !found.includes('known')) break;
  }
  return found;
}

/** Whether a pronoun may mean somebody without a name who has just been spoken of. */
export function isStrangerThere({ narrated, turns }: Scene, n: number, cue: Pronoun): boolean {
  const { at, until } = turns[n]!;
  const gender = cue.kind === 'he' ? 'm' : 'f';
  return narrated.slice(Math.max(0, at - 2), until + 1).some(({ text }) => hasStranger(text, gender));
}
