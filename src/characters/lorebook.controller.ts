import { readFile } from 'node:fs/promises';
import {
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  UploadedFile,
} from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/current-owner.js';
import { ImportReport, languageAsked } from '../import-report.js';
import { Problem } from '../problem.js';
import type { UploadedFile as Uploaded } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import type { CharacterView } from '../wire.js';
import { readLorebookFile } from './card-file.js';
import { Characters } from './characters.service.js';
import { completeLorebook } from './lorebook.js';
import { toTavern } from './world-info.js';

const takeSchema = z.object({ how: z.enum(['add', 'replace']).default('add') });
const exportSchema = z.object({ format: z.enum(['v3', 'sillytavern']).default('v3') });

/** The lorebook of a character by itself. */
@Controller('api/characters/:id/lorebook')
export class LorebookController {
  constructor(private readonly characters: Characters) {}

  /**
   * Takes in a lorebook: one by the specification of cards, SillyTavern's world info, Risu's, Agnai's or NovelAI's, or
   * the one that a card has. Makes a new version of the sheet; `how=replace` puts it in the place of what was there.
   */
  @Post()
  @HttpCode(200)
  @Upload({ field: 'file' })
  async take(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: takeSchema }) { how }: z.infer<typeof takeSchema>,
    @UploadedFile() file: Uploaded | undefined,
    @Headers('accept-language') languages?: string,
  ): Promise<CharacterView> {
    if (!file) throw new Problem('bad_request', 'Send the lorebook as a file in the field "file".');
    const report = new ImportReport(languageAsked(languages));
    const book = await readLorebookFile(await readFile(file.path), report);
    const { sheet } = await this.characters.whole(ownerId, id);
    const before = how === 'add' ? sheet.lorebook : null;
    const lorebook = before ? { ...book, ...before, entries: [...before.entries, ...book.entries] } : book;
    const changed = { sheet: { ...sheet, lorebook }, cause: 'import' as const };
    return { ...(await this.characters.change(ownerId, id, changed)), report: report.lines };
  }

  @Get()
  async give(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: exportSchema }) { format }: z.infer<typeof exportSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const { name, sheet } = await this.characters.whole(ownerId, id);
    const book = completeLorebook(sheet.lorebook ?? { entries: [] });
    const file = format === 'v3' ? { spec: 'lorebook_v3', data: book } : toTavern(book);
    response.attachment(`${name}.lorebook.json`).json(file);
  }
}
