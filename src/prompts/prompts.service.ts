import { Injectable } from '@nestjs/common';
import {
  brokenPromises,
  PROMPT_LANGUAGES,
  PROMPT_NAMES,
  PROMPTS_FOR_ALL,
  type PromptLanguage,
  type PromptName,
  type PromptsView,
  type PromptView,
  withOriginal,
} from '../contracts/prompt.js';
import { Problem } from '../contracts/problem.js';
import type { SheetPrompts } from '../sheets/writing-words.js';
import { storable } from '../text/encoding/storable.js';
import { catalogue, type CataloguedPrompt } from './catalogue.js';
import { ownLayers, ownPrompt } from './own-prompts.js';
import {
  type CardPrompts,
  type OwnPrompt,
  type PromptPlace,
  PromptTextsRepository,
} from './prompt-texts.repository.js';

/** Where the author of a card has a say. */
const CARD_TEXTS: Partial<Record<PromptName, 'instructions' | 'afterHistory'>> = {
  main: 'instructions',
  post_history: 'afterHistory',
};

/** Prompts as their owner wants them. Sessions take a change up at their next turn. */
@Injectable()
export class PromptsService {
  constructor(private readonly texts: PromptTextsRepository) {}

  /** @param characterId of whom; null: for all. @throws Problem not_found */
  async list(ownerId: string, characterId: string | null): Promise<PromptsView> {
    const card = characterId === null ? null : await this.card(ownerId, characterId);
    const own = await this.texts.of(ownerId, characterId);
    const items = PROMPT_LANGUAGES.flatMap((language) => {
      const all = catalogue(language);
      const names = PROMPT_NAMES.filter((name) => !card || !PROMPTS_FOR_ALL.has(name));
      return names.map((name) => viewOf(name, language, all[name], own, card));
    });
    return { items, language: card?.language ?? null };
  }

  /** @throws Problem not_found, bad_request for a prompt that has to say something */
  async put(place: PromptPlace, text: string): Promise<PromptView> {
    const { ownerId, characterId, name, language } = place;
    if (characterId !== null) await this.card(ownerId, characterId);
    if (characterId !== null && PROMPTS_FOR_ALL.has(name))
      throw new Problem('bad_request', 'This prompt is one for all characters.');
    const said = storable(text.replace(/\r\n?/g, '\n'));
    if (said.trim() === '' && !catalogue(language)[name].optional)
      throw new Problem('bad_request', 'This prompt cannot be empty. Reset it to have ours back.');
    await this.texts.put(place, said);
    return this.view(place);
  }

  /** Nothing of one's own stands there any more. @throws Problem not_found */
  async reset(place: PromptPlace): Promise<PromptView> {
    if (place.characterId !== null) await this.card(place.ownerId, place.characterId);
    if (place.characterId !== null && PROMPTS_FOR_ALL.has(place.name))
      throw new Problem('bad_request', 'This prompt is one for all characters.');
    await this.texts.delete(place);
    return this.view(place);
  }

  /** What asks for a summary, as the owner wants it. */
  async summarize(
    ownerId: string,
    characterId: string,
    name: 'summarize' | 'summarize_merge',
    language: PromptLanguage,
  ): Promise<string> {
    const { ours } = catalogue(language)[name];
    return ownPrompt(await this.texts.of(ownerId, characterId), name, language, ours) ?? ours;
  }

  /** What asks for a sheet, where the owner wants it otherwise than we. @param characterId whose sheet is added to */
  async sheet(
    ownerId: string,
    characterId: string | null,
    language: PromptLanguage,
  ): Promise<Partial<SheetPrompts>> {
    const own = await this.texts.of(ownerId, characterId);
    const all = catalogue(language);
    const worded = (name: PromptName) => ownPrompt(own, name, language, all[name].ours);
    const prompts = { whole: worded('sheet'), part: worded('sheet_part'), merge: worded('sheet_merge') };
    return Object.fromEntries(Object.entries(prompts).filter(([, text]) => text !== undefined));
  }

  /** What asks for a character out of an idea. */
  async draft(ownerId: string, language: PromptLanguage): Promise<string> {
    const { ours } = catalogue(language).draft;
    return ownPrompt(await this.texts.of(ownerId, null), 'draft', language, ours) ?? ours;
  }

  private async view({ ownerId, characterId, name, language }: PromptPlace): Promise<PromptView> {
    const { items } = await this.list(ownerId, characterId);
    return items.find((item) => item.name === name && item.language === language)!;
  }

  private async card(ownerId: string, characterId: string): Promise<CardPrompts> {
    const card = await this.texts.ofCard(ownerId, characterId);
    if (!card) throw new Problem('not_found', 'There is no such character, or it is not yours.');
    return card;
  }
}

function viewOf(
  name: PromptName,
  language: PromptLanguage,
  prompt: CataloguedPrompt,
  all: readonly OwnPrompt[],
  card: CardPrompts | null,
): PromptView {
  const { byDefault } = ownLayers(all, name, language);
  let [original, originalFrom]: [string, PromptView['originalFrom']] = [prompt.ours, 'keepsake'];
  if (card) {
    if (byDefault !== undefined) [original, originalFrom] = [withOriginal(byDefault, original), 'default'];
    const field = CARD_TEXTS[name];
    const authors = field && card.language === language ? card[field] : '';
    if (authors.trim()) [original, originalFrom] = [withOriginal(authors, original), 'card'];
  }
  const own = all.find(
    (one) => one.name === name && one.language === language && one.ofCharacter === (card !== null),
  );
  const stands = own ? withOriginal(own.text, original) : original;
  return {
    name,
    language,
    original,
    originalFrom,
    ...(prompt.short && originalFrom === 'keepsake' ? { originalShort: prompt.short } : {}),
    own: own?.text ?? null,
    changedAt: own?.changedAt.toISOString() ?? null,
    optional: prompt.optional,
    macros: [...prompt.macros, 'original'],
    promises: [...prompt.promises],
    broken: own ? brokenPromises(stands, prompt.promises) : [],
  };
}
