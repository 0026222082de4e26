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
  UploadedFile,
} from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { pageSchema, type PageQuery } from '../http/paging.js';
import { languageAsked } from './imports/import-report.js';
import { Problem } from '../contracts/problem.js';
import type { UploadedFile as Uploaded } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import { SentInPieces } from '../http/sent-in-pieces.js';
import type { CharacterSummary, CharacterView, SheetVersionView } from '../contracts/character.js';
import type { Page } from '../contracts/paging.js';
import { CardThread } from './cards/card-thread.js';
import type { ReadyCards, StoredCharacter } from './cards/card-work.js';
import { CharactersService } from './characters.service.js';
import type { Sheet } from '../contracts/sheet.js';
import { bufferOf } from './stored-sheets.js';

const TYPES = { json: 'application/json', png: 'image/png', charx: 'application/zip' };
const exportSchema = z.object({ format: z.enum(['png', 'json', 'charx']).default('png') });

/** Of a request that brings a sheet (`sheet-bodies`). */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new Problem('bad_request', 'Send JSON, with the content type that says so.');
}

@Controller('api/characters')
export class CharactersController {
  constructor(
    private readonly characters: CharactersService,
    private readonly thread: CardThread,
  ) {}

  @Post()
  @SentInPieces()
  async create(@CurrentOwner() ownerId: string, @Body() body: unknown): Promise<CharacterView> {
    const character = await this.thread.call('readNewCharacter', bytesOf(body));
    const id = await this.characters.create(ownerId, { ...character, cause: 'edit' });
    return this.characters.view(ownerId, id);
  }

  /**
   * A character card: V1, V2 or V3, as JSON, YAML, PNG, CHARX or BYAF, one of another program's, or an archive of cards.
   * The answer is the first character; `others` are those that came with it.
   */
  @Post('import')
  @SentInPieces()
  @Upload({ field: 'file' })
  async import(
    @CurrentOwner() ownerId: string,
    @UploadedFile() file: Uploaded | undefined,
    @Headers('accept-language') languages?: string,
  ): Promise<CharacterView> {
    if (!file) throw new Problem('bad_request', 'Send the card as a file in the field "file".');
    const { path, name } = file;
    const made: { id: string; name: string }[] = [];
    const report: string[] = [];
    for (let from: number | null = 0; from !== null;) {
      const read: ReadyCards = await this.thread.call(
        'readCards',
        { path, name, language: languageAsked(languages) },
        from,
      );
      report.push(...read.report);
      for (const { report: lines, texts: importReport, ...card } of read.cards) {
        if (!made.length) report.unshift(...lines);
        made.push({
          id: await this.characters.create(ownerId, { ...card, importReport, cause: 'import' }),
          name: card.name,
        });
      }
      from = read.next;
    }
    const [first, ...others] = made;
    if (!first) throw new Problem('card_unreadable', 'There is no character card in this archive.');
    const view = await this.characters.view(ownerId, first.id);
    return { ...view, report, ...(others.length && { others }) };
  }

  @Get()
  list(
    @CurrentOwner() ownerId: string,
    @Query({ schema: pageSchema }) page: PageQuery,
  ): Promise<Page<CharacterSummary>> {
    return this.characters.list(ownerId, page);
  }

  @Get(':id')
  @SentInPieces()
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<CharacterView> {
    return this.characters.view(ownerId, id);
  }

  /** A change of the sheet makes a new version. */
  @Patch(':id')
  @SentInPieces()
  async change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<CharacterView> {
    return this.characters.change(ownerId, id, await this.thread.call('readChange', bytesOf(body)));
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.characters.delete(ownerId, id);
  }

  @Get(':id/versions')
  versions(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: pageSchema }) page: PageQuery,
  ): Promise<Page<SheetVersionView>> {
    return this.characters.versions(ownerId, id, page);
  }

  @Get(':id/versions/:n')
  @SentInPieces()
  version(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', ParseIntPipe) n: number,
  ): Promise<SheetVersionView & { sheet: Sheet }> {
    return this.characters.version(ownerId, id, n);
  }

  @Get(':id/avatar')
  async avatar(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Res() response: Response,
  ): Promise<void> {
    const avatar = await this.characters.avatar(ownerId, id);
    if (!avatar) throw new Problem('not_found', 'This character has no picture.');
    // A picture from a stranger's card is shown as a picture and as nothing else.
    response.set({
      'cache-control': 'private, max-age=3600',
      'content-security-policy': "default-src 'none'",
      // It never changes, and hashing a large one would take time.
      etag: `"${id}"`,
    });
    response.type(avatar.mediaType).send(avatar.bytes);
  }

  @Get(':id/export')
  async export(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: exportSchema }) { format }: z.infer<typeof exportSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const stored = await this.characters.stored(ownerId, id);
    const bytes = await this.exported(ownerId, id, stored, format);
    response.attachment(`${stored.name}.${format}`).type(TYPES[format]);
    response.set('content-length', String(bytes.length)).end(bufferOf(bytes));
  }

  private async exported(
    ownerId: string,
    id: string,
    stored: StoredCharacter,
    format: keyof typeof TYPES,
  ): Promise<Uint8Array> {
    if (format === 'json') return this.thread.call('exportJson', stored);
    const avatar = await this.characters.avatar(ownerId, id);
    const assets = await this.characters.assets(ownerId, id);
    return this.thread.call(format === 'png' ? 'exportPng' : 'exportCharx', stored, avatar?.bytes, assets);
  }
}
