import { type PromptLanguage, type PromptName, withOriginal } from '../contracts/prompt.js';
import type { OwnPrompt } from './prompt-texts.repository.js';

/** What an owner wrote for a prompt. */
export type Worded = Pick<OwnPrompt, 'name' | 'language' | 'ofCharacter' | 'text'>;

const ownFor = (own: readonly Worded[], name: PromptName, language: PromptLanguage, ofCharacter: boolean) =>
  own.find((one) => one.name === name && one.language === language && one.ofCharacter === ofCharacter)?.text;

/**
 * The texts of an owner for a prompt that a card's author may have written, too, in the order in which they are laid
 * over ours: the owner's default, the author's, the owner's for this character.
 */
export function ownLayers(
  own: readonly Worded[],
  name: PromptName,
  language: PromptLanguage,
): { byDefault: string | undefined; forCharacter: string | undefined } {
  return {
    byDefault: ownFor(own, name, language, false),
    forCharacter: ownFor(own, name, language, true),
  };
}

/** A prompt with what an owner wrote for it laid over ours; undefined where that is nothing. */
export function ownPrompt(
  own: readonly Worded[],
  name: PromptName,
  language: PromptLanguage,
  ours: string,
): string | undefined {
  const { byDefault, forCharacter } = ownLayers(own, name, language);
  if (byDefault === undefined && forCharacter === undefined) return undefined;
  const standing = byDefault === undefined ? ours : withOriginal(byDefault, ours);
  return forCharacter === undefined ? standing : withOriginal(forCharacter, standing);
}
