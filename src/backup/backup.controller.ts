import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, HttpCode, Logger, Post, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { CurrentOwner } from '../access/gate.js';
import { Problem } from '../problem.js';
import { describe } from '../problem.filter.js';
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
  @UseInterceptors(FileInterceptor('file', { dest: tmpdir(), limits: { fileSize: LARGEST, files: 1 } }))
  async restore(
    @CurrentOwner() ownerId: string,
    @UploadedFile() file: Express.Multer.File | undefined,
  ): Promise<{ restored: Record<string, number> }> {
    if (!file) throw new Problem('bad_request', 'Send the backup as a file in the field "file".');
    try {
      return { restored: await this.backups.restore(ownerId, file.path) };
    } finally {
      await rm(file.path, { force: true });
    }
  }
}
