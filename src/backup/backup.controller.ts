import { Controller, Get, HttpCode, Post, Query, Res, UploadedFile } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { sendStream } from '../access/limits/slow-downloads.js';
import { Problem } from '../contracts/problem.js';
import type { UploadedFile as Uploaded } from '../uploads/receive.js';
import { Upload } from '../uploads/upload.interceptor.js';
import type { RestoreView } from '../contracts/backup.js';
import { BackupService } from './backup.service.js';
import { RestoreService } from './restore.service.js';

const LARGEST = 16 * 1024 ** 3;
const restoreSchema = z.object({ forAll: z.stringbool().default(false) });

@Controller('api')
export class BackupController {
  constructor(
    private readonly backups: BackupService,
    private readonly restores: RestoreService,
  ) {}

  /** Everything that one owns, as one archive. */
  @Get('backup')
  async write(@CurrentOwner() ownerId: string, @Res() response: Response): Promise<void> {
    const archive = await this.backups.write(ownerId);
    const day = new Date().toISOString().slice(0, 10);
    response.type('application/zip').attachment(`keepsake-${day}.zip`);
    await sendStream(response, archive);
  }

  /**
   * Puts such an archive back, as far as it can be read; says what was left out, and why. What would hold for all
   * conversations, prompts and the default persona, comes with `forAll`.
   */
  @Post('restore')
  @HttpCode(200)
  @Upload({ field: 'file', fileSize: LARGEST, streams: true })
  async restore(
    @CurrentOwner() ownerId: string,
    @Query({ schema: restoreSchema }) { forAll }: z.infer<typeof restoreSchema>,
    @UploadedFile() file: Uploaded | undefined,
  ): Promise<RestoreView> {
    if (!file) throw new Problem('bad_request', 'Send the backup as a file in the field "file".');
    return this.restores.restore(ownerId, file.path, forAll);
  }
}
