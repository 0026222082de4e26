import { Readable } from 'node:stream';
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
import { Scoped } from '../../access/requests/scoped.js';
import { sendStream } from '../../access/limits/slow-downloads.js';
import { languageAsked } from '../../characters/imports/import-report.js';
import { Problem } from '../../contracts/problem.js';
import type { UploadedFile as Uploaded } from '../../uploads/receive.js';
import { Upload } from '../../uploads/upload.interceptor.js';
import { ChatFiles } from './histories/chat-files.js';
import { HistoryExportService } from './history-export.service.js';
import { HistoryImportService } from './history-import.service.js';
import { HistoryPictures } from './pictures/history-pictures.js';

const KINDS = {
  jsonl: ['application/x-ndjson', 'jsonl'],
  markdown: ['text/markdown', 'md'],
  sillytavern: ['application/x-ndjson', 'st.jsonl'],
} as const;
const formatSchema = z.object({
  format: z.enum(['jsonl', 'markdown', 'sillytavern']).default('jsonl'),
});
const importSchema = z.object({
  conversation: z.coerce.number().int().min(1).max(1_000_000).optional(),
});

@Scoped('sessions:write')
@Controller('api/sessions/:id')
export class HistoryController {
  constructor(
    private readonly files: ChatFiles,
    private readonly imports: HistoryImportService,
    private readonly exports: HistoryExportService,
    private readonly pictures: HistoryPictures,
  ) {}

  /** A chat of Keepsake, SillyTavern or another program; of several in one file, the one that `conversation` names. */
  @Post('import')
  @HttpCode(200)
  @Upload({ field: 'file' })
  async import(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @UploadedFile() file: Uploaded | undefined,
    @Query({ schema: importSchema }) { conversation }: z.infer<typeof importSchema>,
    @Headers('accept-language') languages?: string,
  ): Promise<{ imported: number; report: string[] }> {
    if (!file) throw new Problem('bad_request', 'Send the history as a file in the field "file".');
    const language = languageAsked(languages);
    const read = await this.files.read(ownerId, id, { path: file.path, language, conversation });
    const history = await this.pictures.kept(ownerId, id, read, language);
    await this.imports.import(ownerId, id, history);
    return { imported: history.messages.length, report: history.report };
  }

  @Scoped('sessions:read')
  @Get('export')
  async export(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: formatSchema }) { format }: z.infer<typeof formatSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const [type, ending] = KINDS[format];
    const lines = this.exports.export(ownerId, id, format);
    // What is wrong with the request is told before anything is sent.
    const first = await lines.next();
    response.type(`${type}; charset=utf-8`).attachment(`keepsake-${id}.${ending}`);
    await sendStream(response, Readable.from(following(first, lines), { objectMode: false }));
  }
}

async function* following(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  // An empty piece would be taken for a pause.
  if (!first.done && first.value) yield first.value;
  for await (const text of rest) if (text) yield text;
}
