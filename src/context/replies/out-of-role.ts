import { isBlank, isSpace, type Scanner } from './scanner.js';

/** Of such a line so much is looked at. */
const LONGEST = 240;
const ASSENTS = [
  ...['Sure', 'Certainly', 'Of course', 'Okay', 'OK', 'Absolutely', 'Understood', 'Alright', 'Got it'],
  ...['好的', '好', '当然可以', '当然', '没问题', '明白了', '明白', '收到', '可以'],
];
/** What a model calls that which it is about to write. */
const TASK =
  /\b(?:repl(?:y|ies)|responses?|continuation|continued|next (?:message|part|turn)|role-?play|rp)\b|回复|回应|续写|后续|角色扮演|继续(?:对话|扮演|剧情|故事)/i;
/** Speaks of the role as of one. */
const ROLE =
  /\b(?:in(?:-| )character|in the (?:voice|style|role|persona) of|role-?play|staying true to)\b|角色扮演|的(?:身份|口吻|语气|角色|视角)|扮演/i;
const ANNOUNCES =
  /^(?:here(?:'|’)?s|here is|below is|this is|i(?:'|’)ll|i will|let me|continuing)\b|^(?:以下|下面|这)(?:就)?(?:是|为)|^我(?:将|会|来|就|现在)?(?:继续)?(?:以|用|作为|扮演)|^(?:让我|请允许我)/i;
/** Nothing more than the words for it: a story has such lines, too. */
const BARE =
  /^(?:here(?:'|’)?s|here is|below is) (?:the|my|a) (?:(?:next|requested) )?(?:reply|response|continuation)$|^(?:以下|下面)是(?:我的|我给出的)?(?:回复|回应|续写)$/i;
/** No quotation: a letter may stand below such a line. */
const PLAYED = /[*（(_]/;
const INVITES =
  /^(?:let me know (?:if|how|what|whether)|would you like me to|do you want me to|if you(?:'|’)d like(?:,| me)|feel free to|i hope this|please let me know|如果(?:你|您)(?:希望|想|需要|觉得|有)|(?:你|您)希望我|需要我|(?:请)?(?:随时)?告诉我|希望这)/i;
/** What is offered is the writing, not a deed of the story's. */
const WRITING =
  /\b(?:tone|style|role-?play|story|scene|narrative|response|reply|version|rewrite|adjust(?:ed|ments?)?|character|plot|pacing)\b|风格|剧情|情节|语气|角色|回复|版本|改写|续写|设定|故事/i;

/**
 * `Sure, here is the reply:` and the like, on a line of its own at the beginning, with the rule below it. It names who
 * replies, speaks of the role, or has the role's deeds below it.
 */
export function readPreamble(s: Scanner, names: readonly string[]): true | null {
  return s.attempt(() => {
    const assent = s.anyOf(ASSENTS, true);
    if (assent) {
      s.run((unit) => ',!.，！。：、 '.includes(unit), 3);
    }
    // Whatever cannot begin so is let go at once.
    if (!/[hbtilc以下这我让请]/i.test(s.peek() || ' ')) return null;
    const line = s.run((unit) => !/[\n:："“”*]/.test(unit), LONGEST);
    if (!s.one(':：') || !ANNOUNCES.test(line)) return null;
    s.run(isBlank, 4);
    if (s.run(isSpace, 8).split('\n').length < 2) return null;
    const ruled = s.attempt(() =>
      s.run((unit) => '-*—='.includes(unit), 40).length > 2 ? s.one('\n') : null,
    );
    if (ruled !== null) s.run(isSpace, 8);
    if (s.peek() === '') return null;
    const named = names.some((name) => line.toLowerCase().includes(name.toLowerCase()));
    if (TASK.test(line) && (ROLE.test(line) || (named && (assent !== '' || ruled !== null)))) return true;
    const plays = PLAYED.test(s.peek()) || s.attempt(() => s.anyOf(names) || null) !== null;
    return assent !== '' && BARE.test(line.trim()) && plays ? true : null;
  });
}

/** `---` and, below it, as the reply's last line, what a model offers who reads it, of its writing. */
export function readInvitation(s: Scanner): true | null {
  return s.attempt(() => {
    if (s.run((unit) => '-*—=_'.includes(unit), 40).length < 3) return null;
    if (s.run(isSpace, 8).split('\n').length < 2) return null;
    s.one('*_(（[');
    const from = s.at;
    // Held back no longer than it may be one.
    if (!/[lwdifp如你您需告请希随]/i.test(s.peek() || ' ')) return null;
    const opening = s.run((unit) => unit !== '\n', 24);
    if (!INVITES.test(opening)) return null;
    s.run((unit) => unit !== '\n', LONGEST);
    const line = s.text.slice(from, s.at);
    s.run(isSpace, 8);
    return s.peek() === '' && WRITING.test(line) ? true : null;
  });
}
