import { pipeline } from 'node:stream/promises';
import { Controller, Get, HttpCode, Logger, Post, Res, UploadedFile } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentOwner } from '../access/gate.js';
import { Problem } from '../problem.js';
import { describe } from '../problem.filter.js';
import type { UploadedFile as Uploaded } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import { Backups } from './backup.service.js';

const LARGEST = 16 * 1024 ** 3;

@Controller('api')
export class BackupController {
  private readonly logger = new Logger(BackupController.name);

  constructor(private readonly backups: Backups) {}

  /** Everything that one owns, as one archive. */
  @Get('backup')
  async write(@CurrentOwner() ownerId: string, @Res() response: Response): Promise<void> {
    const archive = await this.backups.write(ownerId);
    const day = new Date().toISOString().slice(0, 10);
    response.type('application/zip').attachment(`keepsake-${day}.zip`);
    // Who breaks it off has no whole archive, and knows.
    await pipeline(archive, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.logger.error(describe(error));
      response.destroy();
    });
  }

  /** Puts such an archive back. */
  @Post('restore')
  @HttpCode(200)
  @Upload({ field: 'file', fileSize: LARGEST, streams: true })
  async restore(
    @CurrentOwner() ownerId: string,
    @UploadedFile() file: Uploaded | undefined,
  ): Promise<{ restored: Record<string, number> }> {
    if (!file) throw new Problem('bad_request', 'Send the backup as a file in the field "file".');
    return { restored: await this.backups.restore(ownerId, file.path) };
  }
}
