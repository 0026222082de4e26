import { nounOfCue } from '../lines/nouns.js';
import type { Individual } from '../people/individual.js';
import { antecedents, has, isStrangerThere, lastActor, lastSubject, means } from './references.js';
import { AHEAD, type Candidate, clash, isThere, kinship, nearness, type Scene } from './candidates.js';
import type { Pronoun } from '../lines/cues.js';
import type { SpeechTurn } from '../lines/turns.js';
import type { Sign } from './weights.js';

/** The signs that hold for each candidate's saying a turn, whoever says the others. */
export function signsOf(scene: Scene, n: number, list: readonly Candidate[]): Sign[][] {
  const { cue } = scene.turns[n]!;
  if (cue?.kind === 'name' || cue?.kind === 'I' || list.length < 2) return list.map(() => []);
  const own = cue?.kind === 'somebody' ? nounSigns(scene, n, list) : wordSigns(scene, n, cue);
  return list.map((person) => [...own(person), ...(person ? aroundSigns(scene, n, person) : [])]);
}

/** What the words around a turn tell is read once, however often the turn is asked about. */
function wordSigns(scene: Scene, n: number, cue: Pronoun | null): SignsOf {
  const known = scene.wordSigns.get(n);
  if (known) return known;
  const found = cue ? pronounSigns(scene, n, cue) : besideSigns(scene, n);
  scene.wordSigns.set(n, found);
  return found;
}

/** The signs of a candidate. */
export type SignsOf = (person: Candidate) => Sign[];

const STRANGE =
  /\b(?:stranger|servant|voice|person|figure|child|creature|doctor|captain|visitor|companion|friend|guest|officer|driver|waiter|other|artist|teacher|clerk|porter)\b/;

function besideSigns(scene: Scene, n: number): SignsOf {
  const { actors, beside, objects, at, until } = scene.turns[n]!;
  const acting = actors.find(({ kind }) => kind === 'he' || kind === 'she');
  const strange = scene.narrated.slice(Math.max(0, at - 2), until + 1).some(({ text }) => STRANGE.test(text));
  return (person) => {
    const signs: Sign[] = [];
    if (!person) {
      signs.push('otherPlain');
      if (actors.some(({ kind }) => kind === 'somebody')) signs.push('otherActs');
      if (strange) signs.push('otherStranger');
      return signs;
    }
    if (actors.some((cue) => means(scene, cue, person, at))) signs.push('actor');
    else if (has(scene, beside, person) && !has(scene, objects, person)) signs.push('beside');
    if (acting && person.gender) signs.push(clash(person, acting) ? 'actorHeClash' : 'actorHe');
    return signs;
  };
}

function nounSigns(scene: Scene, n: number, list: readonly Candidate[]): SignsOf {
  const { at, cue } = scene.turns[n]!;
  const noun = nounOfCue(cue);
  const there = isThere(scene, n);
  return (person) => {
    if (!person) return ['otherNoun'];
    const signs: Sign[] = [];
    if (!noun) return signs;
    const only = list.every((one) => one === null || one === person || one.gender === null);
    if (person.gender && noun.gender && only) signs.push('nounOnly');
    const kin = kinship(scene, noun, person, there);
    if (kin === 'named') signs.push('nounNamed');
    if (noun.theirs)
      signs.push(kin === 'spouse' ? 'nounSpouse' : kin === 'family' ? 'nounFamily' : 'nounKin');
    const bearing = noun.theirs ? null : scene.epithets.bearing(noun.phrase, person, at);
    if (bearing) signs.push(bearing === 'own' ? 'nounOwn' : 'nounOther');
    return signs;
  };
}

function pronounSigns(scene: Scene, n: number, cue: Pronoun): SignsOf {
  const { actors, objects, at } = scene.turns[n]!;
  const actor = lastActor(scene, n, cue);
  const subject = lastSubject(scene, n, cue);
  const [last, before] = antecedents(scene, n, cue);
  const strange = isStrangerThere(scene, n, cue);
  return (person) => {
    const signs: Sign[] = [];
    if (!person) {
      signs.push('otherHe');
      if (last === 'entered' && actor === 'somebody') signs.push('otherNew');
      if (before === 'entered') signs.push('otherBefore');
      if (strange) signs.push('otherStranger');
      return signs;
    }
    if (person.gender === null) signs.push('heUnknown');
    if (actors.some((one) => means(scene, one, person, at))) signs.push('heActor');
    if (has(scene, objects, person)) signs.push('heObject');
    if (last === person) signs.push('heLast');
    else if (before === person) signs.push('heBefore');
    if (actor === person) signs.push('heLastActor');
    if (subject === person) signs.push('heSubject');
    return signs;
  };
}

function aroundSigns(scene: Scene, n: number, person: Individual): Sign[] {
  const { turns, narrated, narrator } = scene;
  const turn = turns[n]!;
  const [previous, next] = [turns[n - 1], turns[n + 1]];
  const signs: Sign[] = [];
  const last = narrated[turn.at - 1];
  if (last && previous?.until !== turn.at - 1 && previous?.at !== turn.at) {
    const actor = last.actors.at(-1);
    const answers = isAnswered(scene, n);
    if (actor && means(scene, actor, person, turn.at - 1)) signs.push(answers ? 'lastAnswers' : 'lastActor');
    else if (has(scene, last.subjects.slice(-1), person)) signs.push('lastSubject');
    else if (has(scene, last.names, person)) signs.push('lastNamed');
  }
  const [since, until] = nearness(scene, n, person);
  if (since <= 3) signs.push('near');
  else if (since > 6) signs.push(until <= AHEAD ? 'ahead' : 'far');
  if (person === narrator) signs.push('narrator');
  const run = scene.runs[n]!;
  if (run.has(person)) signs.push('runSpeaks');
  else if (run.size > 1) signs.push('runOther');
  if (scene.heard.speaks(n, person)) signs.push('speaks');
  const voice = scene.voice(n, person);
  if (voice > 2) signs.push('voiceOwn');
  else if (voice > 0.8) signs.push('voice');
  else if (voice < -2) signs.push('voiceOther');
  const lines = scene.spoken.get(person)?.length ?? 0;
  if (lines < 0.004 * turns.length) signs.push('minor');
  else if (lines > 0.15 * scene.given) signs.push('main');
  if (has(scene, turn.called, person)) signs.push('called');
  else if (isKin(scene, turn, person)) signs.push('kinCalled');
  else if (person !== narrator && has(scene, turn.spokenOf, person)) signs.push('spokenOf');
  if (takes(scene, n, person)) signs.push('taken');
  const isFor = ({ calledGender }: SpeechTurn) =>
    !calledGender || !person.gender || calledGender === person.gender;
  if (previous && turn.at - previous.until <= 1) {
    if (has(scene, previous.called, person)) signs.push('answers');
    if (!isFor(previous)) signs.push('misaddressed');
    if (has(scene, previous.objects, person)) signs.push('addressed');
    if (person !== narrator && has(scene, previous.spokenOf, person)) signs.push('mentioned');
  }
  if (next && next.at - turn.until <= 1) {
    if (has(scene, next.called, person) || isKin(scene, next, person)) signs.push('asked');
    if (!isFor(next)) signs.push('misaddressedNext');
  }
  return signs;
}

const SAME: Readonly<Record<string, string>> = { papa: 'father', mamma: 'mother', mama: 'mother' };

/** Whether a turn calls somebody by what they are to others. */
function isKin({ kin }: Scene, { calledKin }: SpeechTurn, person: Individual): boolean {
  const own = kin.get(person);
  return calledKin !== null && own !== undefined && (own.has(calledKin) || own.has(SAME[calledKin] ?? ''));
}

/** What holds between a turn's speaker and those of the two turns before; there is none before the second. */
export type LinksOf = (first: Candidate | undefined, second: Candidate, third: Candidate) => readonly Sign[];

const NONE: readonly Sign[] = [];

export function linksOf(scene: Scene, n: number): LinksOf {
  const { turns } = scene;
  const [before, turn] = [turns[n - 1]!, turns[n]!];
  const tight = turn.at - before.until <= 1;
  const whole = tight && n > 1 && before.at - turns[n - 2]!.until <= 1;
  const near = n > 1 && turn.at - turns[n - 2]!.until <= 4;
  const told = isAnswered(scene, n) ? 'againAnswered' : 'againTold';
  const again: Sign[] = [!tight ? told : before.asks ? 'againAsked' : 'again'];
  if (tight && REPLY.test(turn.speech)) again.push('againReplies');
  if (turn.manner) again.push(turn.manner === 'adds' ? 'againAdds' : 'againAnswers');
  const known = scene.runs[n]!.size;
  const many = known > 2 ? 'Crowd' : known === 2 ? 'Pair' : 'Tight';
  const back: readonly Sign[] = near ? [whole ? `turns${many}` : 'turns'] : NONE;
  const fresh: readonly Sign[] = [whole ? `fresh${many}` : 'fresh'];
  const called = tight ? [...turn.called].map(scene.personOf) : [];
  const calls = (signs: readonly Sign[]): readonly Sign[] => ['callsBack', ...signs];
  const [callsOnly, callsFresh, callsTurn] = [calls(NONE), calls(fresh), calls(back)];
  return (first, second, third) => {
    if (second === third) return third === null ? OTHERS.again : again;
    if (third === null) return first === undefined ? NONE : first === null ? OTHERS.turn : OTHERS.fresh;
    const callsSecond = second !== null && called.includes(second);
    if (first === undefined) return callsSecond ? callsOnly : NONE;
    if (first === third) return callsSecond ? callsTurn : back;
    return callsSecond ? callsFresh : fresh;
  };
}

const OTHERS = {
  again: ['othersAgain'],
  turn: ['othersTurn'],
  fresh: ['othersFresh'],
} as const satisfies Record<string, readonly Sign[]>;

/** What whoever listens does, where their words are left out. */
const ANSWERS =
  /\b(?:no (?:answer|reply)|answered|replied|(?:re)?assured|acknowledged|nodded|bow(?:ed)?|shook (?:his|her) head|smil(?:ed|ing)|laugh(?:ed|ing)|blush(?:ed|ing)|colou?red|agreed|assented|consented|thank(?:ed|ing)|disclaimed|declared|affirmative|negative|silen(?:t|ce|tly)|nothing|did as|obeyed|complied|listen(?:ed|ing)|expressed|confessed|promised|owned|admitted|protested|denied|explained|hesitated|sighed|curtse?yed|could not|did not)\b/;

/** Whether somebody takes what is said in a turn, where that alone is told in the paragraph behind it. */
function takes(scene: Scene, n: number, person: Individual): boolean {
  const { until } = scene.turns[n]!;
  const behind = scene.narrated[until + 1];
  const [actor] = behind?.actors ?? [];
  if (!behind || !actor || scene.turns[n + 1]?.at === until + 1 || !ANSWERS.test(behind.text)) return false;
  return means(scene, actor, person, until + 1);
}

/** Whether all that is told between a turn and the one before is how that was taken. */
function isAnswered({ turns, narrated }: Scene, n: number): boolean {
  const [before, turn] = [turns[n - 1], turns[n]!];
  return before !== undefined && before.until === turn.at - 2 && ANSWERS.test(narrated[turn.at - 1]!.text);
}

/** A turn that answers begins so. */
const REPLY =
  /^\s*["“‘']?(?:Yes|No|Oh|Ah|Certainly|Indeed|Nonsense|Never|Not|Why|Very well|Of course|Aye|Thank|Nothing|Perhaps|True|Exactly|Quite|What)\b/;
