import { genderOfNoun } from '../../../text/speakers/en/lines/nouns.js';
import type { Gender } from '../../../text/speakers/en/names/titles.js';
import { belongsTo } from './english-words.js';
import type { GenderHint, PeopleWords, Token } from './tokens.js';

const MARKS = '[\uE000\uE100-\uE8FF]';
const ANY_MARK = new RegExp(MARKS);
const MEANT = new RegExp(
  `(${MARKS})|\\b([Hh]e|[Ss]he|I|[Hh]is|[Hh]er|him|[Mm]y)(?:\\b|(?=['’]))(['’](?:s|d|ve|m|ll)\\b)?`,
  'gu',
);
const NOUNS =
  /\b(an?|another|the|The|this|that|his|His|her|Her|my|My|their|our|An?|['’]s)\s((?:(?!(?:the|an?|his|her|my|their|our|this|that|who|which|when|while|and|or|of|in|on|at|to|for|from|with|as|by|is|was|are|were|had|has)\b)\p{Ll}[\p{Ll}-]*,? ){0,4}\p{Ll}[\p{Ll}-]*)/gu;
/** What may stand before whom a sentence is about: how it goes on, and when or where. */
export const BEFORE_SUBJECT =
  /^(?:(?:And|But|For|So|Then|Now|Yet|Still|Thus|However|Indeed|Besides|Moreover|Also|Poor|Dear|Little|Old|Young|Certainly|Of course|In fact|At first|That|and|but|for|so|then|yet|that|because|Most|Once|Only|Soon|Later|Perhaps),? )*(?:(?:In|At|On|After|Before|Since|For|By|During|Every|Each|Within|Over|From|Until|All|Next|Last|That|This|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Around|About|Outside|Inside|With|Without|Under|To) [^,;]{2,50}|(?:As|When|While|If|Though|Because|Since) [^,;]{2,60},|[A-Z][a-z]+ly,?|Years later,?|[Tt]hen,?|[Nn]ow,?|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]he|[\uE000\uE100-\uE8FF]['’]s)(?: (?!(?:to|of|for|with|from|about|towards|against|between|upon|by|than|in|on|at)\b)[a-z][a-z-]*){1,3})?\s?$/;
/** `There was a man`. */
const COMES =
  /(?:^|[,;—] ?|\b(?:and|but) )(?:[Tt]here|[Ii]t|[Tt]his|[Tt]hat|[Hh]ere) (?:was|is|came|stood|sat|entered) $/;
/** `The beauty that had so fascinated Ruth`: of her it is told what is done to her. */
const DONE_TO = /\b(?:that|which|who) (?:(?:had|has|have|so|once|always|never|\w+ly) ){0,3}\w+(?:ed|en) $/;
/** A name that is nobody's in the cast. */
const UNKNOWN =
  /(?<=\b(?:named|called|was|is|and|with|met|married|saw|told|asked|but|that|when|as|while|by) )(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|God|Christmas|Easter)\b)\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}+)?/gu;
const PREDICATE =
  /(?:\b(?:is|was|be|been|being|were|are|as|like|become|became|becomes|called|named|not)|['’]s)\s$/;
/** `Thorne was then about sixty, an enormous man`: the noun says of them what they are. */
const APPOSED = /^(?:[\uE000\uE100-\uE8FF]|[Hh]e|[Ss]he) (?:is|was|had been|has been) [^.;\uE000-\uE8FF]*, $/;
/** What somebody is told, and of whom it is. */
const TOLD_OF =
  /\b(?:convinced|told|assured|informed|reminded|persuaded|satisfied|showed|warned|embracing|answered) (?:him|her)\b[^.;]* that $/;
const CALLED = /^ (?:is|was) (?:called|named) ([\uE000\uE100-\uE8FF])/;
/** What cannot stand behind `her` where it is whose something is. */
const NO_THING =
  /^(?:a|an|the|to|in|on|at|with|for|and|but|or|that|as|by|from|when|while|if|so|up|down|out|back|off|away|of|into|over|again|alone|his|her|my|it|is|was|go|how|what|who|all|through|about|before|after|than|then|there|here|now|not|no|too|very)$/;

const FEELING =
  /^(?:scared|tired|bored|pleased|worried|married|interested|excited|frightened|used|supposed|engaged|dressed|amused)$/;

/** `'s` behind `she` is `is` or `has`. */
function verb(short: string | undefined, next: string): string {
  switch (short?.slice(1)) {
    case 's':
      return /^(?:got|had|been|\w+(?:ed|en|wn))$/.test(next) && !FEELING.test(next) ? ' has' : ' is';
    case 'm':
      return ' is';
    case 've':
      return ' has';
    case 'd':
      return /^(?:been|never|always|had|\w+(?:ed|en|wn|ught|ft|ld|nt))$/.test(next) ? ' had' : ' would';
    case 'll':
      return ' will';
    default:
      return '';
  }
}

function tokens(marked: string): Token[] {
  const found: Token[] = [];
  for (const match of marked.matchAll(MEANT)) {
    const { index: at } = match;
    const [whole, mark, pronoun, short] = match;
    const end = at + whole.length;
    const rest = marked.slice(end, end + 60);
    if (mark) {
      // `My dear Ruth,` at the head of a letter: she is spoken to.
      if (
        /^(?:(?:My|Our) )?(?:[Dd]ear|[Dd]earest)(?: \p{Ll}+)* $/u.test(marked.slice(0, at)) &&
        /^(?:[,.!:—-]|$)/.test(rest)
      )
        continue;
      found.push({
        at,
        end,
        kind: 'name',
        gender: null,
        key: mark,
        // `Garrick he buried`: who is named first may be whom it is done to.
        isSubject: !/^(?:['’]s?\b| s\b| and [\uE000-\uE8FF]| (?:he|she|they|we|I)\b)/.test(rest),
        isPossessive: false,
        behind: '',
      });
      continue;
    }
    const words = /^ ((?:[\p{L}-]+[ ,]?){1,4})/u.exec(rest)?.[1]!.split(/[ ,]+/) ?? [];
    const lower = pronoun!.toLowerCase();
    // `It convinced her that she was shy`: she may be another.
    if (TOLD_OF.test(marked.slice(0, at))) continue;
    // `She struck him`, `he took her with him`.
    const isDoneTo = lower === 'him' || (lower === 'her' && (!words[0] || NO_THING.test(words[0])));
    if (isDoneTo) {
      if (at > 0)
        found.push({
          at,
          end,
          kind: 'pronoun',
          gender: lower === 'him' ? 'm' : 'f',
          key: lower,
          isSubject: false,
          isPossessive: false,
          isDoneTo,
          behind: '',
        });
      continue;
    }
    const isWhose = /^(?:his|her|my)$/.test(lower);
    if (isWhose) {
      // Of `her` it is not sure what it is, unless it begins a sentence or something of hers follows.
      if (at > 0 && !words.slice(0, 3).some(belongsTo)) continue;
    }
    const first = lower === 'i' || lower === 'my';
    // `I am`, as of anybody else.
    const am =
      lower === 'i' && words[0] === 'am' ? 3 : lower === 'i' && words[0] === 'have' && !short ? 5 : 0;
    found.push({
      at,
      end: end + am,
      kind: first ? 'narrator' : 'pronoun',
      gender: first ? null : /^(?:he|his)$/.test(lower) ? 'm' : 'f',
      key: lower,
      isSubject: !isWhose,
      isPossessive: isWhose,
      named: isWhose ? undefined : CALLED.exec(rest)?.[1],
      behind: isWhose ? "'s" : am === 3 ? ' is' : am === 5 ? ' has' : verb(short, words[0] ?? ''),
    });
  }
  for (const noun of nouns(marked))
    if ((!noun.isPredicate || COMES.test(marked.slice(0, noun.at))) && !noun.mark) found.push(noun);
  for (const { index, 0: name } of marked.matchAll(UNKNOWN))
    found.push({
      at: index,
      end: index + name.length,
      kind: 'noun',
      gender: null,
      key: name,
      isSubject: true,
      isPossessive: false,
      behind: '',
    });
  found.sort((a, b) => a.at - b.at);
  found.forEach((token, n) => {
    const before = marked.slice(0, token.at);
    const isNext = token.kind === 'name' && /(?:, (?:and|but|so|or|while)|;) $/.test(before);
    // `There was a boy called Tom`: it goes on about whoever comes in.
    const comesIn =
      token.kind === 'name' &&
      /^(?:There (?:was|is|had been)|It was|This was) [^.;]*\b(?:called|named) $/.test(before);
    // `This was a little man`: he is who it goes on about.
    const enters = token.kind === 'noun' && COMES.test(before);
    // `My sister Dell laughed.`
    const isFirst = n === 0 || (n === 1 && found[0]!.isPossessive && found[0]!.at === 0);
    token.isTheirs = token.isPossessive && /\b(?:is|was) (?:not )?$/.test(before);
    token.isSubject &&=
      isNext || comesIn || enters || (isFirst && BEFORE_SUBJECT.test(before) && !DONE_TO.test(before));
  });
  // Who may be a man or a woman, and does nothing there, is nobody whom a pronoun means.
  return found.filter(
    ({ kind, gender, key, isSubject }) =>
      kind !== 'noun' || gender || isSubject || /^(?:the|my) |^\p{Lu}/u.test(key),
  );
}

interface Noun extends Token {
  isPredicate: boolean;
  /** Who is so called there: `her niece Tamsin`. */
  mark: string | null;
}

function* nouns(marked: string): Generator<Noun> {
  for (const match of marked.matchAll(NOUNS)) {
    const words = match[2]!.split(/,? /);
    const known = words.findIndex((word) => genderOfNoun(word) !== undefined);
    if (known < 0) continue;
    const word = words[known]!;
    const at = match.index;
    const end = marked.indexOf(word, at + match[1]!.length) + word.length;
    const rest = marked.slice(end, end + 4);
    if (/^(?:['’-])/.test(rest)) continue;
    const before = marked.slice(Math.max(0, at - 12), at);
    const mark =
      /^,? ([\uE000\uE100-\uE8FF])/.exec(rest)?.[1] ?? /([\uE000\uE100-\uE8FF]), $/.exec(before)?.[1] ?? null;
    yield {
      at,
      end,
      kind: 'noun',
      gender: genderOfNoun(word) as Gender,
      key: /^(?:the|my)$/i.test(match[1]!) ? `${match[1]!.toLowerCase()} ${word}` : word,
      isSubject: true,
      isPossessive: false,
      behind: '',
      isPredicate: PREDICATE.test(before) || (/^an?$/i.test(match[1]!) && APPOSED.test(marked.slice(0, at))),
      mark,
    };
  }
}

function called(marked: string): { key: string; mark: string }[] {
  if (!ANY_MARK.test(marked)) return [];
  return [...nouns(marked)].flatMap(({ key, mark }) =>
    mark && key.startsWith('my ') ? [{ key, mark }] : [],
  );
}

const OFFICES =
  /^(Dr|Doctor|Captain|Colonel|Major|General|Admiral|Lieutenant|Sergeant|Inspector|Professor|King|Queen|Duke|Duchess|Count|Countess|Prince|Princess|Baron|Bishop)\b\.? \p{Lu}/u;

function office(name: string): string | null {
  const title = OFFICES.exec(name)?.[1]!.toLowerCase();
  return title ? `the ${title === 'dr' ? 'doctor' : title}` : null;
}

function hints(marked: string): GenderHint[] {
  if (!ANY_MARK.test(marked)) return [];
  const found: GenderHint[] = [];
  const own = /^(?:[\uE000\uE100-\uE8FF])/.exec(marked)?.[0];
  for (const { mark, gender, isPredicate } of nouns(marked)) {
    if (!gender) continue;
    if (mark) found.push({ mark, gender });
    else if (isPredicate && own && (marked.match(/[\uE000\uE100-\uE8FF]/g) ?? []).length === 1)
      found.push({ mark: own, gender });
  }
  return found;
}

/** How English speaks of people without their names. */
export const ENGLISH_PEOPLE: PeopleWords = {
  tokens,
  hints,
  called,
  office,
  reach: 2000,
  answer: /^["“‘'\s]*(?:[A-Z][\w ]{0,20}[,.!;—-]+ ?)?(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)(?:['’]s)?\s/,
  vocative: /(?:^|, |[Oo]h |[Dd]ear |— ?|-- ?)[\uE000\uE100-\uE8FF](?=[,.!?;:—-]|$)/g,
  begins: {
    pattern:
      /^(?:(?:[A-Z][\w ]{0,20}[,.!;—-]+ ?)?(?:And |But |For |Yet |Oh, |Yes, |No, )?)(?:(?<m>[Hh]e|[Hh]is)|(?<f>[Ss]he|[Hh]er))(?<short>['’]s)?(?= )/,
    behind: (pronoun) => (/^(?:his|her)$/i.test(pronoun) ? "'s" : /['’]s$/.test(pronoun) ? ' is' : ''),
  },
};
