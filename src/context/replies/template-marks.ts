import { endsLine } from './line-forms.js';
import type { Scanner } from './scanner.js';

/** What chat templates set around a turn. A server that was given the wrong template lets it through. */
const TOKENS = [
  ...['<|im_start|>', '<|im_end|>', '<|eot_id|>', '<|endoftext|>', '<|end_of_text|>', '<|end|>'],
  ...['<|user|>', '<|assistant|>', '<start_of_turn>', '<end_of_turn>', '</s>'],
];
/** Those that only ever end a turn. */
const ENDS = ['<|im_end|>', '<|eot_id|>', '<|endoftext|>', '<|end_of_text|>'];
const ROLES = ['user', 'assistant', 'system', 'model'];
const HEADINGS = [
  ...['Instruction', 'Input', 'Response', 'Human', 'User', 'Assistant'],
  ...['指令', '输入', '回复', '用户', '助手'],
];
const INST = '[INST]';
const OWN = ['<|assistant|>', 'assistant', 'model', 'Response', 'Assistant', '回复', '助手'];

/** Marks of templates that a card does not use itself. */
export function marksUnknownTo(texts: readonly string[]): string[] {
  return [...TOKENS, ...HEADINGS.map((word) => `### ${word}`), '<START>', INST].filter(
    (mark) => !texts.some((text) => text.includes(mark)),
  );
}

/** A mark of a template, alone on the rest of its line. */
export interface TemplateMark {
  /** The turn that it begins is the speaker's own. */
  own: boolean;
}

/** `<|im_end|>`, `<|im_start|>user`: at the end of a line, or of the reply. */
export function readToken(s: Scanner, marks: readonly string[]): TemplateMark | null {
  if (s.peek() !== '<') return null;
  return s.attempt(() => {
    const token = s.anyOf(TOKENS.filter((one) => marks.includes(one)));
    if (!token) return null;
    const role = s.anyOf(ROLES);
    // What a model goes on with after its end has no white space before it.
    const goesOn = ENDS.includes(token) && /[\p{L}<[]/u.test(s.peek());
    return goesOn || endsLine(s) ? { own: OWN.includes(role || token) } : null;
  });
}

/** `### Response:` on a line of its own; `[INST]`. */
export function readTemplateHeading(s: Scanner, marks: readonly string[]): TemplateMark | null {
  if (marks.includes(INST) && s.word(INST)) return { own: false };
  if (s.peek() !== '#') return null;
  return s.attempt(() => {
    const heading = s.anyOf(marks.filter((mark) => mark.startsWith('#')));
    return heading && s.one(':：') && endsLine(s) ? { own: OWN.includes(heading.slice(4)) } : null;
  });
}

/** `<START>`, as sample talks begin. */
export function readStart(s: Scanner, marks: readonly string[]): true | null {
  return s.attempt(() => (marks.includes('<START>') && s.word('<START>', true) && endsLine(s) ? true : null));
}
