import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import { Scoped } from '../../../access/requests/scoped.js';
import { CharactersService } from '../../../characters/characters.service.js';
import { isModestSheet } from '../../../characters/imports/sheet-bounds.js';
import { activateLore, prepareLorebook } from '../../../context/lorebook/lorebook.js';
import { LORE_SHARE } from '../../../context/request/budget.js';
import { Problem } from '../../../contracts/problem.js';
import type { LoreReason } from '../../../contracts/receipt.js';
import { lorebookSchema } from '../../../contracts/sheet.js';
import { ConnectedModels } from '../../../connections/connected-models.js';
import { inSlices } from '../../../text/search/slices.js';

const dryRunSchema = z.strictObject({
  text: z.string().max(100_000),
  /** As it is edited; the character's own unless given. */
  lorebook: lorebookSchema.optional(),
});

/** What a text by itself would activate of a lorebook, whatever else was said. */
@Scoped('characters:read')
@Controller('api/characters/:id/lorebook/dry-run')
export class LoreDryRunController {
  constructor(
    private readonly characters: CharactersService,
    private readonly models: ConnectedModels,
  ) {}

  @Post()
  @HttpCode(200)
  async dryRun(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: dryRunSchema }) { text, lorebook }: z.infer<typeof dryRunSchema>,
  ): Promise<{ reasons: LoreReason[] }> {
    const { name, sheet, connectionId } = await this.characters.view(ownerId, id);
    const asked = { ...sheet, ...(lorebook && { lorebook }), lorebookByKeys: true };
    if (!isModestSheet(asked))
      throw new Problem('card_too_large', 'An entry of this lorebook is more than may be read at once.');
    const lore = await inSlices(prepareLorebook(asked, false));
    const said = {
      messages: [text],
      names: { char: asked.nickname?.trim() || name, user: '' },
      recursive: lore.recursive,
      sources: lore.sources,
      ...(lore.scanDepth !== undefined && { scanDepth: lore.scanDepth }),
    };
    const { model } = await this.models.talking({ ownerId, connectionId });
    const room = {
      room: (await model.card()).window * LORE_SHARE,
      ofBook: lore.tokenBudget,
      stops: lore.named,
    };
    return { reasons: (await inSlices(activateLore(lore.entries, said, room))).reasons };
  }
}
