import type { Sheet } from '../contracts/sheet.js';
import { listed } from './merged-claims.js';
import { type SourcePart, textOf } from './source-parts.js';
import type { Text } from '../text/speakers/reading.js';
import type { LocatedClaim } from './claim-verification.js';
import { mergedSchema, partSchema, wholeSchema } from './answer-schemas.js';
import { type SheetPrompts, type SheetSubject, sheetInstructions, WRITING } from './writing-words.js';

/** In tokens, as we estimate them: of a claim with its quotations as a model writes it, indented; and of all else in an answer. */
const CLAIM_TOKENS = 120;
const ELSE_TOKENS = 400;
/** Tokens of an answer, about. */
export const ANSWERS = { whole: 4500, part: 1000, merge: 4500, text: 50, pair: 8 };

export interface NamedCharacter extends SheetSubject {
  readings: readonly Text[];
  /** Whether the text names them; where it does not, all of it is what they are made of. */
  isNamed: boolean;
  /** The owner's, where they are others than ours. */
  prompts?: Partial<SheetPrompts> | undefined;
}

export function languageOf({ readings }: Pick<NamedCharacter, 'readings'>): Sheet['language'] {
  return readings[0]?.language ?? 'en';
}

export function wholeQuestion(writing: NamedCharacter, part: SourcePart, maxTokens: number) {
  const instructions = withUnnamed(asked('whole', writing, maxTokens), writing);
  const material = textOf(part);
  return {
    instructions,
    material,
    schema: wholeSchema,
    name: 'worldview_sheet',
    maxTokens,
    answers: ANSWERS.whole,
  };
}

export function partQuestion(writing: NamedCharacter, part: SourcePart, notes: string, maxTokens: number) {
  const words = WRITING[languageOf(writing)];
  const text = textOf(part);
  return {
    instructions: withUnnamed(asked('part', writing, maxTokens), writing),
    material: notes ? `${words.notes}:\n${notes}\n\n${words.passages}:\n\n${text}` : text,
    // The notes follow from the parts before; the same part is not paid for twice because they are worded otherwise.
    key: text,
    schema: partSchema,
    name: 'part_of_a_sheet',
    maxTokens,
    answers: ANSWERS.part,
  };
}

function asked(
  what: keyof SheetPrompts,
  writing: Omit<NamedCharacter, 'isNamed'>,
  maxTokens: number,
): string {
  const language = languageOf(writing);
  const prompt = writing.prompts?.[what] ?? WRITING[language][what];
  return sheetInstructions(prompt, writing, language, claimsIn(maxTokens));
}

/** How many claims an answer has room for, with their quotations. */
function claimsIn(tokens: number): number {
  return Math.max(2, Math.min(120, Math.floor((tokens - ELSE_TOKENS) / CLAIM_TOKENS)));
}

function withUnnamed(instructions: string, writing: NamedCharacter): string {
  if (writing.isNamed) return instructions;
  return `${instructions}\n\n${WRITING[languageOf(writing)].unnamed(writing.name)}`;
}

export function mergeQuestion(
  writing: Omit<NamedCharacter, 'isNamed'>,
  found: readonly LocatedClaim[],
  maxTokens: number,
) {
  const instructions = asked('merge', writing, maxTokens);
  const material = listed(found);
  return {
    instructions,
    material,
    schema: mergedSchema,
    name: 'merged_sheet',
    maxTokens,
    answers: ANSWERS.merge,
  };
}
