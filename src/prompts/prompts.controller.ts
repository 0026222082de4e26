import { Body, Controller, Delete, Get, Param, ParseEnumPipe, ParseUUIDPipe, Put } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { Scoped } from '../access/requests/scoped.js';
import {
  LONGEST_PROMPT,
  PROMPT_LANGUAGES,
  PROMPT_NAMES,
  type PromptLanguage,
  type PromptName,
  type PromptsView,
  type PromptView,
} from '../contracts/prompt.js';
import { PromptsService } from './prompts.service.js';

const textSchema = z.strictObject({ text: z.string().max(LONGEST_PROMPT) });
type PromptWish = z.infer<typeof textSchema>;

const enumOf = <T extends string>(values: readonly T[]) =>
  new ParseEnumPipe(Object.fromEntries(values.map((value) => [value, value])));
const NAME = enumOf(PROMPT_NAMES);
const LANGUAGE = enumOf(PROMPT_LANGUAGES);

/** The prompts for all characters. */
@Controller('api/prompts')
export class PromptsController {
  constructor(private readonly prompts: PromptsService) {}

  /** Every prompt that can be worded anew, ours and the owner's, in both languages. */
  @Get()
  list(@CurrentOwner() ownerId: string): Promise<PromptsView> {
    return this.prompts.list(ownerId, null);
  }

  /** Conversations take the change up at their next turn. */
  @Put(':language/:name')
  put(
    @CurrentOwner() ownerId: string,
    @Param('language', LANGUAGE) language: PromptLanguage,
    @Param('name', NAME) name: PromptName,
    @Body({ schema: textSchema }) { text }: PromptWish,
  ): Promise<PromptView> {
    return this.prompts.put({ ownerId, characterId: null, name, language }, text);
  }

  /** Ours stands again. */
  @Delete(':language/:name')
  reset(
    @CurrentOwner() ownerId: string,
    @Param('language', LANGUAGE) language: PromptLanguage,
    @Param('name', NAME) name: PromptName,
  ): Promise<PromptView> {
    return this.prompts.reset({ ownerId, characterId: null, name, language });
  }
}

/** The prompts for one character: laid over the owner's defaults and the card's. */
@Scoped('characters:write')
@Controller('api/characters/:id/prompts')
export class CharacterPromptsController {
  constructor(private readonly prompts: PromptsService) {}

  @Scoped('characters:read')
  @Get()
  list(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) characterId: string,
  ): Promise<PromptsView> {
    return this.prompts.list(ownerId, characterId);
  }

  @Put(':language/:name')
  put(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) characterId: string,
    @Param('language', LANGUAGE) language: PromptLanguage,
    @Param('name', NAME) name: PromptName,
    @Body({ schema: textSchema }) { text }: PromptWish,
  ): Promise<PromptView> {
    return this.prompts.put({ ownerId, characterId, name, language }, text);
  }

  /** What would stand without it stands again. */
  @Delete(':language/:name')
  reset(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) characterId: string,
    @Param('language', LANGUAGE) language: PromptLanguage,
    @Param('name', NAME) name: PromptName,
  ): Promise<PromptView> {
    return this.prompts.reset({ ownerId, characterId, name, language });
  }
}
