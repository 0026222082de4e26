import { endsLine } from './line-forms.js';
import { readTurn } from './prompt-forms.js';
import { isBlank, type Scanner } from './scanner.js';

/** What chat templates set around a turn. A server that was given the wrong template lets it through. */
const TOKENS = ['<start_of_turn>', '<end_of_turn>', '</s>'];
/** What all others are set in, as `<|im_end|>`, whatever the word. */
const BARS = ['<|', '<｜'];
/** Those that only ever end a turn. */
const ENDS = /^(?:im_end|eot_id|eom_id|endoftext|end_of_text|end_of_sentence|return)$/;
const OWN_BARS = /assistant|chatbot|model/;
const OTHERS_BARS = /user|system|observation|tool/;
/** Those that a turn may begin with. */
const BEGINS = /^(?:begin|start|im_start|bos|channel|message)/;
const ROLES = ['user', 'assistant', 'system', 'model'];
const HEADINGS = [
  ...['Instruction', 'Input', 'Response', 'Human', 'User', 'Assistant'],
  ...['指令', '输入', '回复', '用户', '助手'],
];
/** Behind these somebody speaks, on the same line, too. */
const ASKING = ['Instruction', 'Human', 'User', '指令', '用户'];
const INST = '[INST]';
const INST_END = '[/INST]';
const OWN = ['assistant', 'model', 'Response', 'Assistant', '回复', '助手'];

/** Marks of templates that a card does not use itself. */
export function marksUnknownTo(texts: readonly string[]): string[] {
  const marks = [...TOKENS, ...BARS, ...HEADINGS.map((word) => `### ${word}`), '<START>', INST, INST_END];
  return marks.filter((mark) => !texts.some((text) => text.includes(mark)));
}

/** A mark of a template, alone on the rest of its line. */
export interface TemplateMark {
  /** The turn that it begins is the speaker's own. */
  own: boolean;
}

/** `<|word|>`: the word, in small letters. */
function readBars(s: Scanner, marks: readonly string[]): string | null {
  return s.attempt(() => {
    const bar = s.anyOf(BARS.filter((one) => marks.includes(one))).slice(1);
    const word = bar && s.run((unit) => /[a-z_▁]/i.test(unit), 32);
    return word && s.word(`${bar}>`) ? word.toLowerCase().replaceAll('▁', '_') : null;
  });
}

/** `<|im_end|>`, `<|im_start|>user`, `<|start_header_id|>assistant<|end_header_id|>`: where a line, or the reply, ends. */
export function readToken(s: Scanner, marks: readonly string[]): TemplateMark | null {
  if (s.peek() !== '<') return null;
  return s.attempt(() => {
    const words: string[] = [];
    let role = '';
    for (let n = 0; n < 6; n++) {
      const word = readBars(s, marks) ?? s.anyOf(TOKENS.filter((one) => marks.includes(one)));
      if (!word) break;
      words.push(word);
      role = s.anyOf(['final', ...ROLES]) || role;
    }
    const last = words.at(-1);
    if (last === undefined) return null;
    // What a model goes on with after its end has no white space before it, as what stands behind a header.
    const next = s.peek();
    const whose = words.length > 1 || OWN_BARS.test(last) || OTHERS_BARS.test(last);
    const goesOn = whose ? /\S/.test(next) : ENDS.test(last) && /[\p{L}<[]/u.test(next);
    if (!goesOn && !endsLine(s)) return null;
    const others = words.some((word) => OTHERS_BARS.test(word)) || ROLES.indexOf(role) % 2 === 0;
    const own = role === 'final' || OWN.includes(role) || words.some((word) => OWN_BARS.test(word));
    return { own: !others && (own || BEGINS.test(words[0]!)) };
  });
}

/** `assistant` alone between blank lines, as is left of a header whose marks the server took. */
export function readBareRole(s: Scanner): TemplateMark | null {
  return s.attempt(() => {
    const role = s.anyOf(['assistant', 'user']);
    return role && s.word('\n\n') ? { own: OWN.includes(role) } : null;
  });
}

/**
 * `### Response:` on a line of its own; `[INST]`.
 * @param speaks somebody may speak on the same line
 */
export function readTemplateHeading(
  s: Scanner,
  marks: readonly string[],
  speaks = false,
): TemplateMark | null {
  if (marks.includes(INST) && s.word(INST)) return { own: false };
  if (marks.includes(INST_END) && s.word(INST_END)) return { own: true };
  if (s.peek() !== '#') return null;
  return s.attempt(() => {
    const heading = s.anyOf(marks.filter((mark) => mark.startsWith('#'))).slice(4);
    if (!heading || !s.one(':：')) return null;
    if (endsLine(s)) return { own: OWN.includes(heading) };
    if (!speaks || !ASKING.includes(heading)) return null;
    s.run(isBlank, 2);
    return s.attempt(() => readTurn(s) || null) ? { own: false } : null;
  });
}

/** `[INST]` and `[/INST]` behind a sentence. */
export function readInst(s: Scanner, marks: readonly string[]): boolean {
  return s.peek() === '[' && s.anyOf([INST, INST_END].filter((mark) => marks.includes(mark))) !== '';
}

/** `<START>`, as sample talks begin. */
export function readStart(s: Scanner, marks: readonly string[]): true | null {
  return s.attempt(() => (marks.includes('<START>') && s.word('<START>', true) && endsLine(s) ? true : null));
}
