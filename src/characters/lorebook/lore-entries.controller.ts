import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseIntPipe,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import type { LoreEntryList, LoreEntryView } from '../../contracts/lorebook-entry.js';
import { lorebookSchema } from '../../contracts/sheet.js';
import { CharactersService } from '../characters.service.js';
import { etagOf } from '../edition.js';
import { entryAt, type LoreEntry, withEntries, withEntryChanged } from './lore-entries.js';

const entrySchema = lorebookSchema.shape.entries.element;
const addSchema = z.strictObject({ entries: z.array(entrySchema).min(1).max(10_000) });
const listSchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.coerce.number().int().min(0).default(0),
});

/**
 * The entries of a character's lorebook, one by one. Each change makes a new version of the sheet. An entry is known by
 * its place, from 1, which moves when one before it goes: with `If-Match` nothing is changed that was moved meanwhile.
 */
@Scoped('characters:write')
@Controller('api/characters/:id/lorebook/entries')
export class LoreEntriesController {
  constructor(private readonly characters: CharactersService) {}

  /** In their order; `after` is the `next` of the page before. */
  @Scoped('characters:read')
  @Get()
  async list(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: listSchema }) { limit, after }: z.infer<typeof listSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoreEntryList> {
    const character = await this.characters.view(ownerId, id);
    response.set('etag', etagOf(character));
    const all = character.sheet.lorebook?.entries ?? [];
    const items = all.slice(after, after + limit).map((entry, n) => viewOf(entry, after + n + 1));
    return { items, total: all.length, ...(after + limit < all.length && { next: String(after + limit) }) };
  }

  /** Behind those that there are. */
  @Post()
  async add(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: addSchema }) { entries }: z.infer<typeof addSchema>,
    @Res({ passthrough: true }) response: Response,
    @Headers('if-match') ifMatch?: string,
  ): Promise<LoreEntryList> {
    await this.characters.edit(ownerId, id, ifMatch, (sheet) => withEntries(sheet, entries));
    const character = await this.characters.view(ownerId, id);
    response.set('etag', etagOf(character));
    const total = character.sheet.lorebook!.entries.length;
    const before = total - entries.length;
    return { items: entries.map((entry, n) => viewOf(entry, before + n + 1)), total };
  }

  @Scoped('characters:read')
  @Get(':n')
  async view(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', ParseIntPipe) n: number,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoreEntryView> {
    const character = await this.characters.view(ownerId, id);
    response.set('etag', etagOf(character));
    return viewOf(entryAt(character.sheet, n), n);
  }

  /** What is not named stays. */
  @Patch(':n')
  async change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', ParseIntPipe) n: number,
    @Body({ schema: entrySchema.partial() }) body: Partial<LoreEntry>,
    @Res({ passthrough: true }) response: Response,
    @Headers('if-match') ifMatch?: string,
  ): Promise<LoreEntryView> {
    await this.characters.edit(ownerId, id, ifMatch, (sheet) => withEntryChanged(sheet, n, body));
    return this.view(ownerId, id, n, response);
  }

  @Delete(':n')
  @HttpCode(204)
  async remove(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', ParseIntPipe) n: number,
    @Headers('if-match') ifMatch?: string,
  ): Promise<void> {
    await this.characters.edit(ownerId, id, ifMatch, (sheet) => withEntryChanged(sheet, n, null));
  }
}

const viewOf = (entry: LoreEntry, n: number): LoreEntryView => ({ n, entry });
