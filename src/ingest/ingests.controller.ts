import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  UploadedFiles,
} from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { LibraryService } from '../characters/library/library.service.js';
import { Scoped } from '../access/requests/scoped.js';
import { pageSchema, type PageQuery } from '../http/paging.js';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import { truncate } from '../text/encoding/truncate.js';
import type { UploadedFile } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import type { IngestSummary, IngestView, WritingEstimate } from '../contracts/ingest.js';
import type { Page } from '../contracts/paging.js';
import { Estimates } from './estimates.js';
import { IngestChoices } from './ingest-choices.js';
import type { NewFile } from './jobs/ingest-files.js';
import { IngestRunner } from './ingest-runner.js';
import { IngestStore } from './jobs/ingest-store.js';
import { MOST_PAGES } from './steps/linked-pages.js';

const name = z.string().trim().max(200).transform(storable).optional();
const link = z.string().trim().max(4000).transform(storable);
/** A form sends one field or several, and all of them as text. */
const links = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(link).max(12));
const yes = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);
const createSchema = z.strictObject({
  url: link.optional(),
  urls: links.optional(),
  subpages: yes.optional(),
  text: z.string().max(4_000_000).transform(storable).optional(),
  title: name,
  name,
  /** Of a character that this is more of. */
  characterId: z.uuid().optional(),
  // A form sends text.
  upToSection: z.coerce.number().int().positive().optional(),
  tokenBudget: z.coerce.number().int().positive().optional(),
});
/** Of the cast, or anybody whom a person names. */
const wantedName = z
  .string()
  .max(200)
  .transform((text) => storable(text).replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1));
const choiceSchema = z.strictObject({
  names: z.array(wantedName).min(1).max(20),
  upToSection: z.int().positive().optional(),
  tokenBudget: z.int().positive().max(2_000_000_000).optional(),
  /** A character that this import made, whose sheet is to have a new version of it. */
  inPlaceOf: z.uuid().optional(),
});
const estimateSchema = z.object({
  /** One, several, or several in one with commas between. */
  names: z.union([z.string().min(1).max(4000), z.array(z.string().min(1).max(200)).min(1).max(20)]),
  upToSection: z.coerce.number().int().positive().optional(),
});
const pagesSchema = z.strictObject({ urls: z.array(z.string().min(1).max(4000)).min(1).max(MOST_PAGES) });
const encodingSchema = z.strictObject({ file: z.int().min(0), encoding: z.string().min(1).max(40) });

const castName = z.string().min(1).max(200);
const mergesSchema = z.strictObject({
  merges: z.array(z.strictObject({ name: castName, into: castName })).max(500),
});

const flagsSchema = z.strictObject({
  letIn: z.array(z.strictObject({ sourceId: z.uuid(), passageId: z.string().max(20) })).max(500),
});

@Scoped('ingests:write')
@Controller('api/ingests')
export class IngestsController {
  constructor(
    private readonly store: IngestStore,
    private readonly choices: IngestChoices,
    private readonly runner: IngestRunner,
    private readonly estimates: Estimates,
    private readonly library: LibraryService,
  ) {}

  /** Links, a pasted text, files, or all of them together: for a new character, or more of one that there is. */
  @Post()
  @HttpCode(202)
  @Upload({ files: 20 })
  async create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
    @UploadedFiles() uploads: UploadedFile[] = [],
  ): Promise<{ id: string }> {
    const { title, text } = body;
    const files: NewFile[] = [...uploads];
    if (text?.trim())
      files.push({
        name: `${title || firstLine(text)}.txt`,
        bytes: Buffer.from(text),
        ...(title && { title }),
      });
    else if (title && files.length === 1) files[0] = { ...files[0]!, title };
    const urls = [...new Set([body.url ?? '', ...(body.urls ?? [])])].filter((url) => url !== '');
    if (!urls.length && !files.length) {
      throw new Problem(
        'bad_request',
        'Send a link as "url" (several as "urls"), a text as "text", or files in the field "files".',
      );
    }
    const character = body.characterId ? await this.library.summary(ownerId, body.characterId) : null;
    const wanted = character?.name ?? body.name;
    const id = await this.store.create(ownerId, {
      title: title || files[0]?.name.replace(/\.[^.]{1,6}$/, '') || urls[0]!,
      urls,
      subpages: body.subpages ?? false,
      files,
      ...(wanted ? { wanted } : {}),
      ...(character ? { characterId: character.id } : {}),
      ...(body.upToSection ? { upToSection: body.upToSection } : {}),
      ...(body.tokenBudget ? { tokenBudget: body.tokenBudget } : {}),
    });
    this.runner.wake();
    return { id };
  }

  @Scoped('ingests:read')
  @Get()
  list(
    @CurrentOwner() ownerId: string,
    @Query({ schema: pageSchema }) page: PageQuery,
  ): Promise<Page<IngestSummary>> {
    return this.store.list(ownerId, page);
  }

  @Scoped('ingests:read')
  @Get(':id')
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<IngestView> {
    return this.store.view(ownerId, id);
  }

  /** What writing these would take, before anything is asked of the model. */
  @Scoped('ingests:read')
  @Get(':id/estimate')
  async estimate(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: estimateSchema }) { names, upToSection }: z.infer<typeof estimateSchema>,
  ): Promise<WritingEstimate> {
    const { cast } = await this.store.view(ownerId, id);
    const isOne = typeof names === 'string' && cast.some(({ name }) => name === names);
    const list = Array.isArray(names)
      ? names
      : isOne
        ? [names]
        : names.split(/[,，]/).map((one) => one.trim());
    return this.estimates.of(ownerId, id, {
      names: list.filter(Boolean),
      ...(upToSection ? { upToSection } : {}),
    });
  }

  /** Makes these of the cast, or others by name: of a name that the text does not hold, the text is the description. */
  @Post(':id/characters')
  @HttpCode(202)
  async choose(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: choiceSchema }) body: z.infer<typeof choiceSchema>,
  ): Promise<IngestView> {
    await this.choices.choose(ownerId, id, body);
    this.runner.wake();
    return this.store.view(ownerId, id);
  }

  /** Fetches these of the pages that are offered, and reads again. */
  @Post(':id/pages')
  @HttpCode(202)
  async choosePages(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: pagesSchema }) body: z.infer<typeof pagesSchema>,
  ): Promise<IngestView> {
    await this.choices.choosePages(ownerId, id, body.urls);
    this.runner.wake();
    return this.store.view(ownerId, id);
  }

  /** Says which of the cast are one person: the whole list each time, an empty one takes all back. */
  @Put(':id/merges')
  async merge(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: mergesSchema }) { merges }: z.infer<typeof mergesSchema>,
  ): Promise<IngestView> {
    await this.choices.merge(ownerId, id, merges);
    return this.store.view(ownerId, id);
  }

  /** Lets in some of the passages that speak to a language model: the whole list each time, all others are kept out. */
  @Put(':id/flags')
  async letIn(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: flagsSchema }) { letIn }: z.infer<typeof flagsSchema>,
  ): Promise<IngestView> {
    await this.choices.letIn(ownerId, id, letIn);
    return this.store.view(ownerId, id);
  }

  /** Reads a file again in another encoding. */
  @Post(':id/encoding')
  @HttpCode(202)
  async chooseEncoding(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: encodingSchema }) body: z.infer<typeof encodingSchema>,
  ): Promise<IngestView> {
    await this.choices.chooseEncoding(ownerId, id, body);
    this.runner.wake();
    return this.store.view(ownerId, id);
  }

  @Delete(':id')
  @HttpCode(204)
  async cancel(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.store.cancel(ownerId, id);
    this.runner.halt(id);
  }
}

function firstLine(text: string): string {
  return truncate(text.trim().split('\n', 1)[0]!.replace(/[/\\]/g, ' '), 60);
}
