/**
 * The prompts that can be worded anew, by the names that they have in SillyTavern where it has them: Main Prompt, Auxiliary
 * Prompt, Post-History Instructions, the reply and continue nudges, Impersonation prompt, Summarize prompt.
 */
export const PROMPT_NAMES = [
  'main',
  'auxiliary',
  'post_history',
  'reply',
  'continue',
  'impersonate',
  'summarize',
  'summarize_merge',
  'sheet',
  'sheet_part',
  'sheet_merge',
  'draft',
] as const;
export type PromptName = (typeof PROMPT_NAMES)[number];
/** Of these there are none for one character: it is not there yet. */
export const PROMPTS_FOR_ALL: ReadonlySet<PromptName> = new Set<PromptName>(['draft']);

/** Prompts for Chinese and for English characters are separate texts. */
export const PROMPT_LANGUAGES = ['en', 'zh'] as const;
export type PromptLanguage = (typeof PROMPT_LANGUAGES)[number];

/** In UTF-16 units, of a prompt of one's own. */
export const LONGEST_PROMPT = 20_000;

/** What no longer holds where a prompt does not say it. */
export type PromptPromiseCode =
  | 'notes'
  | 'outside'
  | 'machine'
  | 'persona'
  | 'ending'
  | 'keys'
  | 'numbers'
  | 'citations'
  | 'material'
  | 'length';

/** Something that Keepsake counts on a prompt to say. */
export interface PromptPromise {
  code: PromptPromiseCode;
  /** Of each of these lists the text has to hold one; case does not matter. */
  needs: string[][];
}

/** An item of `GET /api/prompts` and `GET /api/characters/:id/prompts` */
export interface PromptView {
  name: PromptName;
  language: PromptLanguage;
  /** What stands where there is no text of one's own, and what `{{original}}` in one stands for. */
  original: string;
  /** Whose that is: of a character it may be the owner's default, or the author's of its card. */
  originalFrom: 'keepsake' | 'default' | 'card';
  /** What models with few parameters are sent in its place. */
  originalShort?: string;
  /** The owner's own text; null where there is none. */
  own: string | null;
  changedAt: string | null;
  /** May be left empty: then nothing is said there. */
  optional: boolean;
  /** Macros that have a meaning in it, without their braces. */
  macros: string[];
  promises: PromptPromise[];
  /** Those that the text as it stands does not keep. */
  broken: PromptPromiseCode[];
}

/** `GET /api/prompts` and `GET /api/characters/:id/prompts` */
export interface PromptsView {
  items: PromptView[];
  /** Of the character: only the prompts in it are sent. Null where they are for all characters. */
  language: PromptLanguage | null;
}

/** A prompt with what stands in it for `{{original}}`; the first counts, as in SillyTavern. */
export function withOriginal(text: string, original: string): string {
  return aroundOriginal(text).join(original);
}

/** What stands before and after `{{original}}`, or the whole text where it does not say it. */
export function aroundOriginal(text: string): [string] | [string, string] {
  const found = /\{\{\s*original\s*\}\}/i.exec(text);
  return found ? [text.slice(0, found.index), text.slice(found.index + found[0].length)] : [text];
}

/** The promises that a text does not keep. */
export function brokenPromises(text: string, promises: readonly PromptPromise[]): PromptPromiseCode[] {
  const said = text.toLowerCase();
  return promises
    .filter(({ needs }) => !needs.every((any) => any.some((word) => said.includes(word.toLowerCase()))))
    .map(({ code }) => code);
}
