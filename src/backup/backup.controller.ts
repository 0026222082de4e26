import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Controller, Get, HttpCode, Post, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { CurrentOwner } from '../access/gate.js';
import { sendStream } from '../access/slow-downloads.js';
import { Problem } from '../problem.js';
import type { RestoreView } from '../wire.js';
import { Backups } from './backup.service.js';
import { Restores } from './restore.service.js';

const LARGEST = 16 * 1024 ** 3;

@Controller('api')
export class BackupController {
  constructor(
    private readonly backups: Backups,
    private readonly restores: Restores,
  ) {}

  /** Everything that one owns, as one archive. */
  @Get('backup')
  async write(@CurrentOwner() ownerId: string, @Res() response: Response): Promise<void> {
    const archive = await this.backups.write(ownerId);
    const day = new Date().toISOString().slice(0, 10);
    response.type('application/zip').attachment(`keepsake-${day}.zip`);
    await sendStream(response, archive);
  }

  /** Puts such an archive back, as far as it can be read; says what was left out, and why. */
  @Post('restore')
  @HttpCode(200)
  @UseInterceptors(FileInterceptor('file', { dest: tmpdir(), limits: { fileSize: LARGEST, files: 1 } }))
  async restore(
    @CurrentOwner() ownerId: string,
    @UploadedFile() file: Express.Multer.File | undefined,
  ): Promise<RestoreView> {
    if (!file) throw new Problem('bad_request', 'Send the backup as a file in the field "file".');
    try {
      return await this.restores.restore(ownerId, file.path);
    } finally {
      await rm(file.path, { force: true });
    }
  }
}
