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
import { CurrentOwner } from '../access/gate.js';
import { languageAsked } from '../import-report.js';
import { Problem } from '../problem.js';
import type { UploadedFile as Uploaded } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import { Histories } from './history.service.js';

const formatSchema = z.object({ format: z.enum(['jsonl', 'markdown', 'sillytavern']).default('jsonl') });

@Controller('api/sessions/:id')
export class HistoryController {
  constructor(private readonly histories: Histories) {}

  @Post('import')
  @HttpCode(200)
  @Upload({ field: 'file' })
  async import(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @UploadedFile() file: Uploaded | undefined,
    @Headers('accept-language') languages?: string,
  ): Promise<{ imported: number; report: string[] }> {
    if (!file) throw new Problem('bad_request', 'Send the history as a file in the field "file".');
    return this.histories.import(ownerId, id, await readFile(file.path), languageAsked(languages));
  }

  @Get('export')
  async export(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: formatSchema }) { format }: z.infer<typeof formatSchema>,
    @Res() response: Response,
  ): Promise<void> {
    if (format === 'sillytavern') {
      for await (const lines of this.histories.tavern(ownerId, id)) {
        if (!response.headersSent)
          response.type('application/x-ndjson; charset=utf-8').attachment(`keepsake-${id}.st.jsonl`);
        response.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      }
      response.end();
      return;
    }
    let begun = false;
    for await (const page of this.histories.messages(ownerId, id)) {
      if (!begun) {
        const [type, ending] =
          format === 'jsonl' ? ['application/x-ndjson', 'jsonl'] : ['text/markdown', 'md'];
        response.type(`${type}; charset=utf-8`).attachment(`keepsake-${id}.${ending}`);
        begun = true;
      }
      for (const { role, speaker, content, createdAt } of page) {
        response.write(
          format === 'jsonl'
            ? `${JSON.stringify({ role, content, at: createdAt, speaker })}\n`
            : `**${speaker}** · ${createdAt.slice(0, 16).replace('T', ' ')}\n\n${content}\n\n`,
        );
      }
    }
    response.end();
  }
}
