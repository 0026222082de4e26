import { type Cue, MARK } from './cues-en.js';
import { hasStranger, nounOf, strangerAt } from './nouns-en.js';
import type { Individual } from './people-en.js';
import { AHEAD, BACK, type Candidate, clash, nearness, type Scene } from './scene-en.js';
import type { Turn } from './turns-en.js';
import type { Sign } from './weights-en.js';

/** An answer without words: it is for the other to go on. */
const SILENT =
  /\b(?:nodded|bowed|smiled|blushed|coloured|stared|listened|paused|hesitated|silent|silence|shook (?:his|her) head|shrugged|no (?:answer|reply)|said nothing|did not (?:answer|reply|speak)|looked)\b/;

/** The signs that hold for somebody's saying a turn, whoever says the others. */
export function signsOf(scene: Scene, n: number, person: Candidate, list: readonly Candidate[]): Sign[] {
  const { cue } = scene.turns[n]!;
  if (cue?.kind === 'name' || cue?.kind === 'I' || list.length < 2) return [];
  if (!person) return strangerSigns(scene, n);
  const bySaying = !cue ? besideSigns : cue.kind === 'somebody' ? nounSigns : pronounSigns;
  return [...bySaying(scene, n, person, list), ...aroundSigns(scene, n, person)];
}

function strangerSigns(scene: Scene, n: number): Sign[] {
  const { turns, told } = scene;
  const { cue, actors, at, until } = turns[n]!;
  if (cue?.kind === 'somebody') return ['otherNoun'];
  if (!cue) {
    const strange = told.slice(Math.max(0, at - 2), until + 1).some(({ text }) => STRANGE.test(text));
    return [
      'otherPlain',
      ...(actors.some(({ kind }) => kind === 'somebody') ? (['otherActs'] as const) : []),
      ...(strange ? (['otherStranger'] as const) : []),
    ];
  }
  const signs: Sign[] = ['otherHe'];
  const gender = cue.kind === 'he' ? 'm' : 'f';
  const entered = strangerLast(scene, n, cue, gender);
  const acted = lastActor(scene, n, cue) === 'somebody';
  if (entered) signs.push('otherLast');
  if (acted) signs.push('otherActor');
  if (entered && acted) signs.push('otherBoth');
  if (told.slice(Math.max(0, at - 2), until + 1).some(({ text }) => hasStranger(text, gender))) {
    signs.push('otherStranger');
  }
  return signs;
}

const STRANGE =
  /\b(?:stranger|servant|voice|person|figure|child|creature|doctor|captain|visitor|companion|friend|guest|officer|driver|waiter|other|artist|teacher|clerk|porter)\b/;

function besideSigns(scene: Scene, n: number, person: Individual): Sign[] {
  const { actors, beside, objects } = scene.turns[n]!;
  const signs: Sign[] = [];
  if (actors.some((cue) => means(scene, cue, person))) signs.push('actor');
  else if (has(scene, beside, person) && !has(scene, objects, person)) signs.push('beside');
  const acting = actors.find(({ kind }) => kind === 'he' || kind === 'she');
  if (acting && person.gender) signs.push(clash(person, acting) ? 'actorHeClash' : 'actorHe');
  return signs;
}

function nounSigns(scene: Scene, n: number, person: Individual, list: readonly Candidate[]): Sign[] {
  const { cue } = scene.turns[n]!;
  const noun = cue?.kind === 'somebody' ? nounOf(cue.noun) : null;
  const only = list.every((one) => one === null || one === person || one.gender === null);
  const signs: Sign[] = [];
  if (person.gender && noun?.gender && only) signs.push('nounOnly');
  if (noun?.theirs) signs.push('nounTheirs');
  return signs;
}

function pronounSigns(scene: Scene, n: number, person: Individual): Sign[] {
  const { cue, actors, objects } = scene.turns[n]!;
  const signs: Sign[] = [];
  if (person.gender === null) signs.push('heUnknown');
  if (actors.some((one) => means(scene, one, person))) signs.push('heActor');
  if (has(scene, objects, person)) signs.push('heObject');
  if (nearest(scene, n, cue!) === person) signs.push('heNearest');
  if (lastActor(scene, n, cue!) === person) signs.push('heLastActor');
  return signs;
}

function aroundSigns(scene: Scene, n: number, person: Individual): Sign[] {
  const { turns, told, narrator } = scene;
  const turn = turns[n]!;
  const [previous, next] = [turns[n - 1], turns[n + 1]];
  const signs: Sign[] = [];
  const last = told[turn.at - 1];
  if (last && previous?.until !== turn.at - 1 && previous?.at !== turn.at) {
    const actor = last.actors.at(-1);
    if (actor && means(scene, actor, person)) {
      signs.push('lastActor');
      if (SILENT.test(last.text)) signs.push('silent');
    } else if (has(scene, last.names, person)) signs.push('lastNamed');
  }
  const [since, until] = nearness(scene, n, person);
  if (since <= 3) signs.push('near');
  else if (since > 6) signs.push(until <= AHEAD ? 'ahead' : 'far');
  if (person === narrator) signs.push('narrator');
  if (has(scene, turn.called, person)) signs.push('called');
  else if (person !== narrator && has(scene, turn.spokenOf, person)) signs.push('spokenOf');
  const isFor = ({ calledGender }: Turn) => !calledGender || !person.gender || calledGender === person.gender;
  if (previous && turn.at - previous.until <= 1) {
    if (has(scene, previous.called, person)) signs.push('answers');
    if (!isFor(previous)) signs.push('misaddressed');
  }
  if (next && next.at - turn.until <= 1) {
    if (has(scene, next.called, person)) signs.push('asked');
    if (!isFor(next)) signs.push('misaddressedNext');
  }
  return signs;
}

/** What holds between a turn's speaker and those of the two turns before. */
export function linkSigns(
  turns: readonly Turn[],
  n: number,
  first: Candidate | undefined,
  second: Candidate,
  third: Candidate,
): Sign[] {
  const tight = turns[n]!.at - turns[n - 1]!.until <= 1;
  if (second === third) {
    if (third === null) return ['othersAgain'];
    return [!tight ? 'againTold' : turns[n - 1]!.asks ? 'againAsked' : 'again'];
  }
  if (first === undefined) return [];
  if (third === null) return [first === null ? 'othersTurn' : 'othersFresh'];
  const whole = tight && turns[n - 1]!.at - turns[n - 2]!.until <= 1;
  if (first !== third) return [whole ? 'freshTight' : 'fresh'];
  return turns[n]!.at - turns[n - 2]!.until <= 4 ? [whole ? 'turnsTight' : 'turns'] : [];
}

function means({ personOf, narrator }: Scene, cue: Cue, person: Individual): boolean {
  return cue.kind === 'name' ? personOf(cue.name) === person : cue.kind === 'I' && person === narrator;
}

function has({ personOf }: Scene, names: Iterable<number>, person: Individual): boolean {
  for (const name of names) if (personOf(name) === person) return true;
  return false;
}

/** Whether a name may be whom a pronoun means. */
function fits({ personOf, narrator }: Scene, name: number, cue: Cue): Individual | null {
  const person = personOf(name);
  return person && person !== narrator && !clash(person, cue) ? person : null;
}

/** The last one named before a pronoun whom it may mean. */
function nearest(scene: Scene, n: number, cue: Cue): Individual | null {
  const turn = scene.turns[n]!;
  for (let at = turn.at; at >= Math.max(0, turn.at - BACK); at--) {
    const names =
      at < turn.at ? scene.told[at]!.names : turn.beside.filter((name) => !turn.objects.has(name));
    const name = names.findLast((one) => fits(scene, one, cue));
    if (name !== undefined) return scene.personOf(name);
  }
  return null;
}

/** The last one who acted before a pronoun whom it may mean. */
function lastActor(scene: Scene, n: number, cue: Cue): Individual | 'somebody' | null {
  const { at: here } = scene.turns[n]!;
  for (let at = here - 1; at >= Math.max(0, here - BACK); at--) {
    for (const actor of scene.told[at]!.actors.toReversed()) {
      if (actor.kind === 'somebody') {
        const gender = nounOf(actor.noun)?.gender;
        if (gender && !clash({ gender }, cue)) return 'somebody';
      } else if (actor.kind === 'name') {
        const person = fits(scene, actor.name, cue);
        if (person) return person;
      }
    }
  }
  return null;
}

const ANY = new RegExp(MARK, 'gu');

/** Whether somebody without a name came in after the last name that a pronoun may mean. */
function strangerLast(scene: Scene, n: number, cue: Cue, gender: 'm' | 'f'): boolean {
  const { at: here } = scene.turns[n]!;
  for (let at = here; at >= Math.max(0, here - BACK); at--) {
    const { text } = scene.told[at]!;
    const stranger = strangerAt(text, gender);
    let named = -1;
    for (const match of text.matchAll(ANY)) if (fits(scene, Number(match[1]), cue)) named = match.index;
    if (stranger >= 0 || named >= 0) return stranger > named;
  }
  return false;
}
