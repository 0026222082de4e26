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
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { languageAsked } from '../imports/import-report.js';
import { Problem } from '../../contracts/problem.js';
import type { UploadedFile as Uploaded } from '../../uploads/receive.js';
import { Upload } from '../../uploads/upload.interceptor.js';
import { SentInPieces } from '../../http/sent-in-pieces.js';
import type { CharacterView } from '../../contracts/character.js';
import { CardThread } from '../cards/card-thread.js';
import { CharactersService } from '../characters.service.js';
import { bufferOf } from '../stored-sheets.js';
import { Scoped } from '../../access/requests/scoped.js';

const takeSchema = z.object({ how: z.enum(['add', 'replace']).default('add') });
const exportSchema = z.object({ format: z.enum(['v3', 'sillytavern']).default('v3') });

/** The lorebook of a character by itself. */
@Scoped('characters:read')
@Controller('api/characters/:id/lorebook')
export class LorebookController {
  constructor(
    private readonly characters: CharactersService,
    private readonly thread: CardThread,
  ) {}

  /**
   * Takes in a lorebook: one by the specification of cards, SillyTavern's world info, Risu's, Agnai's or NovelAI's, or
   * the one that a card has. Makes a new version of the sheet; `how=replace` puts it in the place of what was there.
   */
  @Scoped('characters:write')
  @Post()
  @HttpCode(200)
  @SentInPieces()
  @Upload({ field: 'file' })
  async take(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: takeSchema }) { how }: z.infer<typeof takeSchema>,
    @UploadedFile() file: Uploaded | undefined,
    @Headers('accept-language') languages?: string,
  ): Promise<CharacterView> {
    if (!file) throw new Problem('bad_request', 'Send the lorebook as a file in the field "file".');
    const { path, name } = file;
    const stored = await this.characters.stored(ownerId, id);
    const { sheet, report, texts } = await this.thread.call(
      'withLorebook',
      stored.sheet,
      { path, name, language: languageAsked(languages) },
      how,
    );
    await this.characters.change(ownerId, id, { sheet, importReport: texts, cause: 'import' });
    return { ...(await this.characters.view(ownerId, id)), report };
  }

  @Get()
  async give(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: exportSchema }) { format }: z.infer<typeof exportSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const { name, sheet } = await this.characters.stored(ownerId, id);
    const bytes = await this.thread.call('exportLorebook', sheet, format);
    response
      .attachment(`${name}.lorebook.json`)
      .set('content-length', String(bytes.length))
      .end(bufferOf(bytes));
  }
}
