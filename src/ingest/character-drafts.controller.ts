import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { Scoped } from '../access/requests/scoped.js';
import type { CharacterDraft } from '../contracts/character-draft.js';
import { goneWith } from '../http/event-stream.js';
import { storable } from '../text/encoding/storable.js';
import { PromptsService } from '../prompts/prompts.service.js';
import { CharacterDrafts } from '../sheets/character-drafts.service.js';

const ideaSchema = z.strictObject({
  idea: z.string().trim().min(1).max(4000).transform(storable),
  language: z.enum(['en', 'zh']).default('en'),
});

@Scoped('ingests:write')
@Controller('api/characters/draft')
export class CharacterDraftsController {
  constructor(
    private readonly drafts: CharacterDrafts,
    private readonly prompts: PromptsService,
  ) {}

  /** A character out of an idea, for a form to be filled with: nothing is stored. Ends when whoever asked is gone. */
  @Post()
  @HttpCode(200)
  async write(
    @CurrentOwner() ownerId: string,
    @Body({ schema: ideaSchema }) { idea, language }: z.infer<typeof ideaSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CharacterDraft> {
    const instructions = await this.prompts.draft(ownerId, language);
    return this.drafts.draft(ownerId, idea, instructions, goneWith(response));
  }
}
