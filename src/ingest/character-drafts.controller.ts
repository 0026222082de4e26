import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { Scoped } from '../access/requests/scoped.js';
import type { CharacterDraft } from '../contracts/character-draft.js';
import { storable } from '../text/encoding/storable.js';
import { CharacterDrafts } from '../sheets/character-drafts.service.js';

const ideaSchema = z.strictObject({
  idea: z.string().trim().min(1).max(4000).transform(storable),
  language: z.enum(['en', 'zh']).default('en'),
});

@Scoped('ingests:write')
@Controller('api/characters/draft')
export class CharacterDraftsController {
  constructor(private readonly drafts: CharacterDrafts) {}

  /** A character out of an idea, for a form to be filled with: nothing is stored. */
  @Post()
  @HttpCode(200)
  write(
    @CurrentOwner() ownerId: string,
    @Body({ schema: ideaSchema }) idea: z.infer<typeof ideaSchema>,
  ): Promise<CharacterDraft> {
    return this.drafts.draft(ownerId, idea);
  }
}
