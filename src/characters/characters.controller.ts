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
  Put,
  Query,
  Res,
  UploadedFile,
} from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { Scoped } from '../access/requests/scoped.js';
import { pageSchema, type PageQuery } from '../http/paging.js';
import { languageAsked } from './imports/import-report.js';
import { Problem } from '../contracts/problem.js';
import type { UploadedFile as Uploaded } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import { SentInPieces } from '../http/sent-in-pieces.js';
import {
  type CharacterSummary,
  type CharacterView,
  type FolderCount,
  ON_TWIN,
  type SheetVersionView,
  type TagCount,
} from '../contracts/character.js';
import type { Page } from '../contracts/paging.js';
import { CardThread } from './cards/card-thread.js';
import { storable } from '../text/encoding/storable.js';
import type { StoredCharacter } from './cards/card-work.js';
import { AvatarsService } from './avatars/avatars.service.js';
import { CardImports } from './card-imports.service.js';
import { CharactersService } from './characters.service.js';
import { type LibraryQuery, librarySchema } from './library/library-query.js';
import { LibraryService } from './library/library.service.js';
import { etagOf } from './edition.js';
import type { Sheet } from '../contracts/sheet.js';
import { bufferOf } from './stored-sheets.js';

const TYPES = { json: 'application/json', png: 'image/png', charx: 'application/zip' };
const importSchema = z.object({ onTwin: z.enum(ON_TWIN).default('keep') });
const exportSchema = z.object({ format: z.enum(['png', 'json', 'charx']).default('png') });

const folderName = z.string().max(100).transform(storable);
const renameSchema = z.strictObject({ folder: folderName, name: folderName });

/** Of a request that brings a sheet (`sheet-bodies`). */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new Problem('bad_request', 'Send JSON, with the content type that says so.');
}

@Scoped('characters:read')
@Controller('api/characters')
export class CharactersController {
  constructor(
    private readonly characters: CharactersService,
    private readonly library: LibraryService,
    private readonly avatars: AvatarsService,
    private readonly imports: CardImports,
    private readonly thread: CardThread,
  ) {}

  @Scoped('characters:write')
  @Post()
  @SentInPieces()
  async create(
    @CurrentOwner() ownerId: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CharacterView> {
    const character = await this.thread.call('readNewCharacter', bytesOf(body));
    const id = await this.characters.create(ownerId, { ...character, cause: 'edit' });
    return this.tagged(response, ownerId, id);
  }

  /**
   * A character card: V1, V2 or V3, as JSON, YAML, PNG, CHARX or BYAF, one of another program's, or an archive of cards.
   * The answer is the first character; `others` are those that came with it. `onTwin` says what to do with a card that
   * is there already.
   */
  @Scoped('characters:write')
  @Post('import')
  @SentInPieces()
  @Upload({ field: 'file' })
  async import(
    @CurrentOwner() ownerId: string,
    @Query({ schema: importSchema }) { onTwin }: z.infer<typeof importSchema>,
    @UploadedFile() file: Uploaded | undefined,
    @Headers('accept-language') languages?: string,
  ): Promise<CharacterView> {
    if (!file) throw new Problem('bad_request', 'Send the card as a file in the field "file".');
    const { path, name } = file;
    return this.imports.take(ownerId, { path, name, language: languageAsked(languages) }, onTwin);
  }

  @Get()
  list(
    @CurrentOwner() ownerId: string,
    @Query({ schema: librarySchema }) query: LibraryQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<Page<CharacterSummary>> {
    return this.library.list(ownerId, query, languageAsked(languages));
  }

  @Get('tags')
  tags(@CurrentOwner() ownerId: string): Promise<{ items: TagCount[] }> {
    return this.library.tags(ownerId);
  }

  @Get('folders')
  folders(@CurrentOwner() ownerId: string): Promise<{ items: FolderCount[] }> {
    return this.library.folders(ownerId);
  }

  /** Another name for a folder: that of another one joins the two, an empty one takes its characters out of it. */
  @Put('folders')
  renameFolder(
    @CurrentOwner() ownerId: string,
    @Body({ schema: renameSchema }) { folder, name }: z.infer<typeof renameSchema>,
  ): Promise<{ items: FolderCount[] }> {
    return this.library.renameFolder(ownerId, folder, name);
  }

  @Get(':id')
  @SentInPieces()
  view(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CharacterView> {
    return this.tagged(response, ownerId, id);
  }

  /**
   * A change of the sheet or of the tags makes a new version of the sheet. With the `ETag` of what was read as `If-Match`
   * it is refused (412) where somebody else has changed it meanwhile.
   */
  @Scoped('characters:write')
  @Patch(':id')
  @SentInPieces()
  async change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
    @Headers('if-match') ifMatch?: string,
  ): Promise<CharacterView> {
    const change = await this.thread.call('readChange', bytesOf(body));
    await this.characters.change(ownerId, id, { ...change, ifMatch });
    return this.tagged(response, ownerId, id);
  }

  @Scoped('characters:write')
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

  /** A character with the tag of its edition. */
  private async tagged(response: Response, ownerId: string, id: string): Promise<CharacterView> {
    const view = await this.characters.view(ownerId, id);
    response.set('etag', etagOf(view));
    return view;
  }

  private async exported(
    ownerId: string,
    id: string,
    stored: StoredCharacter,
    format: keyof typeof TYPES,
  ): Promise<Uint8Array> {
    if (format === 'json') return this.thread.call('exportJson', stored);
    const picture = await this.avatars.find(ownerId, id);
    const assets = await this.characters.assets(ownerId, id);
    if (format === 'charx') return this.thread.call('exportCharx', stored, picture?.bytes, assets);
    const png = picture && (await this.avatars.png(picture));
    return this.thread.call('exportPng', stored, picture?.bytes, assets, png ?? undefined);
  }
}
