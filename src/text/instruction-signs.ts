import { en, type InstructionWords, zh } from './instruction-words.js';
import { more } from './instruction-words-more.js';
import { type Found, PhraseFinder } from './phrases.js';

/** So much, and a text speaks to a language model. */
const ENOUGH = 3;

type Kind = keyof InstructionWords | 'above' | 'role' | 'speaker' | 'link';

const languages = [en, zh, ...more];
const own = (kind: keyof InstructionWords) => ({
  kind: kind as Kind,
  phrases: languages.flatMap((words) => words[kind] ?? []).join('|'),
});

/** What no story has need of, or other signs stand beside in vain. */
const TELLING = [
  'aside',
  'ai',
  'model',
  'free',
  'mode',
  'prompt',
  'sheet',
  'reading',
  'user',
  'fresh',
] as const;
const MARKED: readonly { kind: Kind; phrases: string }[] = [
  {
    kind: 'speaker',
    phrases: 'system|sistema|système|systemnachricht|assistant|developer|系统|システム|система|시스템',
  },
  { kind: 'role', phrases: 'role|inst|sys|instruction|instructions' },
  { kind: 'link', phrases: 'http|https|www' },
];
const telling = new PhraseFinder<Kind>([...TELLING.map(own), ...MARKED]);
const signs = new PhraseFinder<Kind>([
  ...(Object.keys(en) as (keyof InstructionWords)[]).map(own),
  {
    kind: 'above',
    phrases:
      'above|preceding|foregoing|came before|you were given|ci.dessus|qui précède*|plus haut|obig*|oben|vorstehend*|de arriba|' +
      'precedente*|acima|выше|вышеуказанн*|вышеизложенн*|以上|上述|上文|前文|前述|上面|上方|上記|上の|위의|위에|상기',
  },
]);

/** Marks of the formats in which conversations are sent to models. */
const ROLE = new RegExp(
  [
    String.raw`<\|[a-z_\u2581 ]{2,24}\|>`,
    String.raw`\[/?inst\]|<</?sys>>`,
    String.raw`</?(?:system|assistant|developer|start_of_turn|end_of_turn|system.?prompt|system.message|system.reminder|instructions?)>`,
    String.raw`^[ \t]{0,4}#{2,4} ?(?:system|instructions?|assistant)(?: prompt| message)? ?:`,
    String.raw`["']?role["']? ?[:=] ?["'](?:system|developer|assistant)["']`,
    String.raw`\[(?:system|assistant|developer)\] ?\(#`,
    String.raw`--- ?(?:begin|start|end) (?:of )?(?:the )?(?:system|prompt|instructions?)`,
    '```system',
  ].join('|'),
  'm',
);
/** Who speaks, in a protocol of a conversation. */
const SPEAKER =
  /(?:^|[:.!?。—–] )[ \t*_[(#>"'“【<]{0,8}(?:system|sistema|systeme|systemnachricht|assistant|developer|系统|システム|cnctema|시스템)(?:.?(?:message|note|notice|update|override|alert|prompt|instructions?|消息|提示|通知|指令))?[\])】*_>]{0,4} ?[:：]/mu;
/** What begins no word and is worth a look. */
const MARKS = /<[|/<]|```s|!\[|-{3} ?[besi]/g;
const LINK = /https?:\/\/|www\.|!\[[^\]\n]{0,80}\]\(/;
/** Written in one; no language but German has words so long. */
const IN_ONE = /[a-z]{24,}/;
const ALL_IN_ONE = new RegExp(IN_ONE, 'g');
const ASIDE_IN_ONE =
  /(?:[il]gnore|d[il]sregard|forget)(?:a[il][il]|the|any|your|prev[il]ous|pr[il]or|above|ear[il][il]er|of)+(?:[il]nstruct[il]on|prompt|gu[il]de[il][il]ne|d[il]rect[il]ve|ru[il]e)/;

/** Who sets something aside in a story does not tell anybody to. */
const IS_TOLD =
  /(?:\b(?:not|never|he|she|they|we|who|would|could|did|i|cannot|can.t|didn.t|wouldn.t)|(?<!\b(?:you|is|are|have|need|must|and|please)[ ,]{1,3})\bto) $/;
const BEGINNING = /(?:^|[[(<{*#>"'“”「『【:;,，.!?。\n—–-])\s{0,3}$/;
const GOES_ON =
  /^[^.!?。\n]{0,40}?(?:[:,;!，、—–\])】\n]|- |\b(?:reading|processing|that|who|which)\b|的)|^[^.!?。\n]{0,39}$/;
const AFTER_NAME = /^[^.!?。\n]{0,8}(?:へ|宛|에게|께)[ :,、，に]/;

/** What a single sign is worth. */
const WORTH: Partial<Record<Kind, number>> = {
  ...{ ai: 1, persona: 1, answer: 1, free: 1, write: 1, user: 1 },
  ...{ model: 2, mode: 2, prompt: 2, sheet: 2, reading: 2, fresh: 2 },
};
/** What is said among people, too. */
const COMMON = new Set(['aside', 'persona', 'write', 'answer']);
/** In UTF-16 units, between what is set aside and the words for it. */
const NEAR = 90;
/** In UTF-16 units, between a greeting and whom it greets, and between that and the note. */
const GREETING = 24;
const GREETED = 40;
/** Of one sentence, so many phrases are looked at. */
const MOST = 60;

/** Where in a folded text something may be said to a language model, in order. */
export function placesToLook(text: string): number[] {
  const places = [...text.matchAll(MARKS)].map(({ index }) => index);
  const marked = places.length;
  for (const { start } of telling.in(text)) places.push(start);
  for (const { index } of text.matchAll(ALL_IN_ONE)) places.push(index);
  return marked === places.length ? places : places.sort((a, b) => a - b);
}

/** The signs in a folded sentence or two, each with its worth. */
export function signsIn(text: string): Map<string, number> {
  const found: Found<Kind>[] = [];
  for (const one of signs.in(text)) if (found.push(one) === MOST) break;
  const kinds = new Set(found.map(({ kind }) => kind));
  const all = new Map<string, number>();
  const note = (kind: string, worth: number) => worth > 0 && all.set(kind, worth);
  for (const kind of kinds) note(kind, WORTH[kind] ?? 0);
  // A model is a program that answers, and counts once.
  if (kinds.has('model')) all.delete('ai');
  note('aside', setAside(text, found));
  if (ROLE.test(text)) note('role', 3);
  if (SPEAKER.test(text)) note('speaker', 1);
  if (isAddressed(text, found)) note('addressed', 2);
  if (kinds.has('prompt') && kinds.has('show')) note('shown', 1);
  if (LINK.test(text)) note('sent', kinds.has('send') && kinds.has('secret') ? 3 : 1);
  return all;
}

/** Whether signs are so many that they speak to a language model. */
export function areEnough(all: ReadonlyMap<string, number>): boolean {
  // "Forget the earlier rules. From now on …" is said among people, too.
  const isTelling = [...all.keys()].some((kind) => !COMMON.has(kind));
  let sum = 0;
  for (const [kind, worth] of all) if (isTelling || kind === 'aside') sum += worth;
  return sum >= ENOUGH;
}

/** How much a text tells to set aside what a model was told. */
function setAside(text: string, found: readonly Found<Kind>[]): number {
  let most = IN_ONE.test(text) && ASIDE_IN_ONE.test(text) ? 3 : 0;
  for (const { kind, start, end } of found) {
    if (kind !== 'aside' || IS_TOLD.test(text.slice(Math.max(0, start - 24), start))) continue;
    const near = new Set(
      found.filter((one) => one.end > start - NEAR && one.start < end + NEAR).map((one) => one.kind),
    );
    most = Math.max(most, asideWorth(near));
  }
  return most;
}

function asideWorth(near: ReadonlySet<Kind>): number {
  const [earlier, every, above] = [near.has('earlier'), near.has('every'), near.has('above')];
  if (near.has('instructions')) return earlier || every || above ? 3 : 2;
  if (!near.has('rules')) return 0;
  return above ? 3 : earlier ? 2 : every ? 1 : 0;
}

/** Whether it begins with whom it is for, a model, and then goes on to them. */
function isAddressed(text: string, found: readonly Found<Kind>[]): boolean {
  return found.some((greeted) => {
    if (greeted.kind !== 'ai' && greeted.kind !== 'model') return false;
    const after = text.slice(greeted.end, greeted.end + GREETED);
    if (AFTER_NAME.test(after)) return true;
    if (!GOES_ON.test(after)) return false;
    return found.some(
      ({ kind, start, end }) =>
        kind === 'to' &&
        start <= greeted.start &&
        greeted.start - end <= GREETING &&
        !/[.!?。\n]/.test(text.slice(end, greeted.start)) &&
        BEGINNING.test(text.slice(Math.max(0, start - 4), start)),
    );
  });
}
