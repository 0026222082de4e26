import { en, type InstructionWords, zh } from './instruction-words.js';
import { more } from './instruction-words-more.js';
import { others } from './instruction-words-others.js';
import { labels } from './instruction-labels.js';
import { plain } from './look-alikes.js';
import { type FoundPhrase, PhraseFinder } from './phrases.js';

/** So much, and a text speaks to a language model. */
const ENOUGH = 3;

type Kind =
  | keyof InstructionWords
  | 'above'
  | 'everythingAbove'
  | 'become'
  | 'role'
  | 'speaker'
  | 'link'
  | 'coded'
  | 'label';

const languages = [en, zh, ...more, ...others];
const own = (kind: keyof InstructionWords) => ({
  kind: kind as Kind,
  phrases: languages.flatMap((words) => words[kind] ?? []).join('|'),
});

/** How a text is written that only a program reads at sight. */
const CODED: { kind: Kind; phrases: string } = {
  kind: 'coded',
  // Addresses of pictures have the word in them, too.
  phrases:
    '(this|the|following|next|from|in|as) (base64|base 64)|base64 (string|text|message|code)|的base64|base64(解码|编码)|rot13|rot 13',
};
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
    phrases:
      'system|sistema|système|systemnachricht|assistant|developer|系统|システム|система|시스템|' +
      'assistente|asistente|assistent|assistentin|ассистент|помощник|助手|アシスタント|어시스턴트|비서',
  },
  { kind: 'role', phrases: 'role|inst|sys|instruction|instructions' },
  { kind: 'link', phrases: 'http|https|www' },
  CODED,
];
/** All that stands before this in what a model was sent. */
const EVERYTHING_ABOVE: { kind: Kind; phrases: string } = {
  kind: 'everythingAbove',
  phrases:
    '(everything|anything|(all|all of|all the|the|the entire|the whole|whatever|every) (text|words|lines|content|contents)|all|whatever (is|was|stands|comes)) (that (is|was|comes|stands) |written |)(above|before|preceding) (this|here)|' +
    '(此行|这行|这一行|本行|这句话|此句|这条消息)(以上|之上|之前|上面|前面)的?|(以上|上面|前面)的?(所有|全部)(内容|文字|文本|话)|' +
    'tout ce qui (précède|est au.dessus|se trouve au.dessus|est écrit au.dessus)|tout le texte (ci.dessus|au.dessus|qui précède)|' +
    'alles (oberhalb|über|vor) (dieser|diesem|dieses)|alles,? was (oben|darüber|davor|über dieser zeile|vor dieser zeile) steht|den gesamten text (oben|darüber|über)|' +
    'todo lo (anterior a est*|que (está|hay|aparece) (arriba|antes|encima))|todo el texto (anterior|de arriba)|' +
    'tudo (o que (está|vem|aparece) |)(acima|antes) (desta|deste|disto)|tudo o que está acima|todo o texto acima|' +
    'tutto (ciò|quello) che (sta|è|precede|viene|si trova) … (sopra|prima|riga|messaggio)|tutto il testo (sopra|precedente|qui sopra)|' +
    '(всё|все),? что (выше|написано выше|находится выше|стоит выше|идёт выше)|весь текст выше|(всё|все) выше эт*|' +
    '(この行|ここ|これ|この文|この一文)より(上|前)|上記(の内容|の文章|の文|)(を|は|)(すべて|全て)|(이 줄|이 문장|여기) (위|앞)',
};
/** Makes somebody of a model. */
const BECOME: { kind: Kind; phrases: string } = {
  kind: 'become',
  phrases:
    'you are now|you.re now|you are (from now on|henceforth)|from now on,? you (are|will be|have)|you will now (be|act|play|become)|act as|pretend (to be|you are|that you are)|your new (name|role|identity|persona) (is|will)|you are no longer (a|an|the|bound)|' +
    '你现在是|你从现在起|你从现在开始|从现在起你|从现在开始你|现在起你|你不再是|你将扮演|请扮演|你要扮演|假装你是|假设你是|你的新身份|' +
    'tu es (maintenant|désormais)|vous êtes (maintenant|désormais)|(désormais|dorénavant|à partir de maintenant),? (tu es|vous êtes)|(agis|agissez|fais|faites) comme|' +
    'du bist (jetzt|nun|ab sofort|ab jetzt)|sie sind (jetzt|nun|ab sofort)|(ab sofort|ab jetzt|von nun an) (bist du|sind sie)|tu so als|handle als|spiele die rolle|' +
    'ahora eres|ahora es usted|(a partir de ahora|desde ahora|de ahora en adelante),? (eres|serás)|actúa como|actúe como|finge ser|' +
    'você agora é|agora você é|(a partir de agora|de agora em diante),? você (é|será)|aja como|finja ser|' +
    '(ora|adesso) sei|sei (ora|adesso)|(d.ora in poi|da ora in poi|da questo momento|da adesso in poi),? (sei|sarai)|agisci come|comportati come|fingi di essere|' +
    'теперь ты|ты теперь|(отныне|с этого момента|впредь),? ты|веди себя как|притворись|あなたは今|これからあなたは|今からあなたは|になりき|として振る舞|(이제|이제부터|지금부터) (너는|당신은|넌)|인 척|처럼 행동',
};
const LABELS: { kind: Kind; phrases: string } = { kind: 'label', phrases: labels };
const telling = new PhraseFinder<Kind>([...TELLING.map(own), ...MARKED, EVERYTHING_ABOVE, LABELS]);
const signs = new PhraseFinder<Kind>([
  EVERYTHING_ABOVE,
  LABELS,
  BECOME,
  CODED,
  ...(Object.keys({ ...en, ...zh }) as (keyof InstructionWords)[]).map(own),
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
    String.raw`<!-- {0,3}(?:(?:to|for|note|dear|hey|attention|hidden|instructions?|message)[ :]{1,2}){0,3}(?:the |all |any )?(?:ais?|llms?|gpt|chatgpt|bots?|assistants?|(?:large |ai )?(?:language )?models?|人工智能|(?:大|语言|大语言)?模型)(?: \w{1,20})?(?:助手|助理)? {0,2}[:,，!！]`,
  ].join('|'),
  'm',
);
/** Who speaks, in a protocol of a conversation. */
const SPEAKER =
  /(?:^|[:.!?。—–] )[ \t*_[(#>"'“【<]{0,8}(?:system|sistema|systeme|systemnachricht|assistant|developer|系统|システム|cnctema|시스템)(?:.?(?:message|note|notice|update|override|alert|prompt|instructions?|消息|提示|通知|指令))?[\])】*_>]{0,4} ?[:：]/mu;
/** Who is called upon to answer: "Assistant, from now on …". */
const CALLED = new RegExp(
  `(?:^|[:.!?。\\n—–] ?)[ \\t*_[(#>"'“【<]{0,8}(?:(?:hey|hi|hello|ok|okay|now|dear) )?(?:${
    plain(
      'assistant|assistente|asistente|assistent|assistentin|chatbot|ассистент|помощник|助手|アシスタント|어시스턴트|비서',
    ).text
  })(?:さん|님|)?[,，、!！]`,
);
/** What begins no word and is worth a look. */
const MARKS = /<[|/<]|<!--|```s|!\[|-{3} ?[besi]/g;
const LINK = /https?:\/\/|www\.|!\[[^\]\n]{0,80}\]\(/;
/** A sign or none between any two letters: words written in one, or broken where none ends. */
const broken = (words: string): string =>
  words.replace(/[a-z](?=[a-z])/g, '$&[\\s._*/-]?').replace(/[il]/g, '[il]');
const WORDS =
  'ignore|disregard|forget|all|the|any|your|my|previous|prior|above|earlier|of|instruction|prompt|guideline|directive|rule';
const BROKEN = new RegExp(
  `(?:${broken('ignore|disregard|forget')})(?:[\\s._*/-]{0,3}(?:${broken('all|the|any|your|my|previous|prior|above|earlier|of')}))+[\\s._*/-]{0,3}(?:${broken('instruction|prompt|guideline|directive|rule')})`,
  'g',
);
const UNBROKEN = new RegExp(`^(?:(?:${WORDS})(?:\\s+|$))+$`);
/** Where instructions are set aside in words that do not stand as words do. */
const brokenIn = (text: string): number[] =>
  [...text.matchAll(BROKEN)].filter(([found]) => !UNBROKEN.test(found)).map(({ index }) => index);

/** Who sets something aside in a story does not tell anybody to. */
const IS_TOLD =
  /(?:\b(?:not|never|he|she|they|we|who|would|could|did|i|cannot|can.t|didn.t|wouldn.t)|(?<!\b(?:you|is|are|have|need|must|and|please)[ ,]{1,3})\bto) $/;
const BEGINNING = /(?:^|[[(<{*#>"'“”「『【:;,，.!?。\n—–-])\s{0,3}$/;
const GOES_ON =
  /^[^.!?。\n]{0,40}?(?:[:,;!，、—–\])】\n]|- |\b(?:reading|processing|that|who|which)\b|的)|^[^.!?。\n]{0,39}$/;
const AFTER_NAME = /^[^.!?。\n]{0,8}(?:へ|宛|에게|께)[ :,、，に]/;

/** What a single sign is worth. */
const WORTH: Partial<Record<Kind, number>> = {
  ...{ ai: 1, persona: 1, answer: 1, free: 1, write: 1, user: 1, coded: 1 },
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
  places.push(...brokenIn(text));
  return marked === places.length ? places : places.sort((a, b) => a - b);
}

/** The signs in a folded sentence or two, each with its worth. */
export function signsIn(text: string): Map<string, number> {
  const found: FoundPhrase<Kind>[] = [];
  for (const one of signs.in(text)) if (found.push(one) === MOST) break;
  const kinds = new Set(found.map(({ kind }) => kind));
  const all = new Map<string, number>();
  const note = (kind: string, worth: number) => worth > 0 && all.set(kind, worth);
  for (const kind of kinds) note(kind, WORTH[kind] ?? 0);
  // A model is a program that answers, and counts once.
  if (kinds.has('model')) all.delete('ai');
  note('aside', setAside(text, found));
  if (ROLE.test(text)) note('role', 3);
  if (SPEAKER.test(text) || CALLED.test(text)) note('speaker', 1);
  if (isAddressed(text, found)) note('addressed', 2);
  if (isLabelled(text, found)) note('labelled', 3);
  if (kinds.has('prompt') && kinds.has('show')) note('shown', 1);
  if (kinds.has('everythingAbove') && kinds.has('show')) note('shown', 3);
  if (kinds.has('become') && kinds.has('free')) note('unbound', 1);
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
function setAside(text: string, found: readonly FoundPhrase<Kind>[]): number {
  let most = brokenIn(text).length > 0 ? 3 : 0;
  for (const { kind, start, end } of found) {
    if (kind !== 'aside' || IS_TOLD.test(text.slice(Math.max(0, start - 24), start))) continue;
    const beside = found.filter((one) => one.end > start - NEAR && one.start < end + NEAR);
    const near = new Set(beside.filter((one) => !isNarrated(text, one, beside)).map((one) => one.kind));
    most = Math.max(most, asideWorth(near));
  }
  return most;
}

/** Whether it belongs to a story: new orders that came, or what the system of one says to its hero. */
function isNarrated(
  text: string,
  { kind, start, end }: FoundPhrase<Kind>,
  beside: readonly FoundPhrase<Kind>[],
): boolean {
  if (kind === 'rules' && text.includes('宿主')) return true;
  if (kind === 'orders')
    return beside.some((other) => other.kind === 'fresh' && other.start <= start && other.end >= end);
  return (
    text.slice(Math.max(0, end - 4), end) === '系统提示' &&
    /^(?:音|道|说|响|[您他她你]|[:\]】])/.test(text.slice(end))
  );
}

function asideWorth(near: ReadonlySet<Kind>): number {
  const [earlier, every, above] = [near.has('earlier'), near.has('every'), near.has('above')];
  if (near.has('instructions')) return earlier || every || above ? 3 : 2;
  if (near.has('orders')) return above || (earlier && every) ? 3 : 2;
  if (!near.has('rules')) return 0;
  return above ? 3 : earlier ? 2 : every ? 1 : 0;
}

/** A label is one where it stands at a beginning and ends with a mark, or is all that stands in brackets. */
const AFTER_LABEL = /^[ *_]{0,3}(?:[^.!?。\n:：]{0,24}[:：]|[\])】］）}]|[ ]?[—–-]{1,3} )/;

/** Whether it says, as a label does, that what follows is for a model. */
function isLabelled(text: string, found: readonly FoundPhrase<Kind>[]): boolean {
  return found.some(
    ({ kind, start, end }) =>
      kind === 'label' &&
      AFTER_LABEL.test(text.slice(end, end + GREETED)) &&
      BEGINNING.test(text.slice(Math.max(0, start - 4), start)),
  );
}

/** Whether it begins with whom it is for, a model, and then goes on to them. */
function isAddressed(text: string, found: readonly FoundPhrase<Kind>[]): boolean {
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
