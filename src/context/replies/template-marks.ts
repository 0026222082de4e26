import { endsLine } from './line-forms.js';
import type { Scanner } from './scanner.js';

/** What chat templates set around a turn. A server that was given the wrong template lets it through. */
const TOKENS = [
  ...['<|im_start|>', '<|im_end|>', '<|eot_id|>', '<|endoftext|>', '<|end_of_text|>', '<|end|>'],
  ...['<|user|>', '<|assistant|>', '<start_of_turn>', '<end_of_turn>', '</s>'],
];
const ROLES = ['user', 'assistant', 'system', 'model'];
const HEADINGS = ['Instruction', 'Input', 'Response', '指令', '输入', '回复'];
const OWN = ['<|assistant|>', 'assistant', 'model', 'Response', '回复'];

/** Marks of templates that a card does not use itself. */
export function marksUnknownTo(texts: readonly string[]): string[] {
  return [...TOKENS, ...HEADINGS.map((word) => `### ${word}`), '<START>'].filter(
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
    return endsLine(s) ? { own: OWN.includes(role || token) } : null;
  });
}

/** `### Response:` on a line of its own. */
export function readTemplateHeading(s: Scanner, marks: readonly string[]): TemplateMark | null {
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
