import { readFile } from 'node:fs/promises';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Put,
  Query,
  Req,
  Res,
  UploadedFile,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import { AVATAR_SIZES, type CharacterSummary } from '../../contracts/character.js';
import { Problem } from '../../contracts/problem.js';
import { MOST_RECEIVED } from '../../uploads/bodies.js';
import type { UploadedFile as Uploaded } from '../../uploads/receive.js';
import { Upload } from '../../uploads/upload.interceptor.js';
import { bufferOf } from '../stored-sheets.js';
import { AvatarsService } from './avatars.service.js';

const avatarSchema = z.object({
  size: z.coerce
    .number()
    .pipe(z.literal([...AVATAR_SIZES]))
    .optional(),
  /** The hash of the picture: whoever names it may keep the answer for good. */
  v: z.string().max(64).optional(),
});

@Scoped('characters:read')
@Controller('api/characters/:id/avatar')
export class AvatarsController {
  constructor(private readonly avatars: AvatarsService) {}

  /** The picture, or one that fits into `size` pixels, as WebP. With the `avatarHash` as `v` it may be kept for good. */
  @Get()
  async read(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: avatarSchema }) { size, v }: z.infer<typeof avatarSchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const hash = await this.avatars.hash(ownerId, id);
    // A picture from a stranger's card is shown as a picture and as nothing else.
    response.set({
      'cache-control': v === hash ? 'private, max-age=31536000, immutable' : 'private, no-cache',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${hash}-${size ?? 'original'}"`,
    });
    if (request.fresh) return void response.status(304).end();
    const { mediaType, bytes, problem } = await this.avatars.picture(ownerId, id, size);
    if (problem) response.set('x-original-because', problem);
    response.type(mediaType).send(bufferOf(bytes));
  }

  /** A picture in the place of what there is: PNG, JPEG, WebP, GIF or AVIF, in the field `file` or as the body. */
  @Scoped('characters:write')
  @Put()
  @Upload({ field: 'file', fileSize: MOST_RECEIVED })
  async set(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @UploadedFile() file: Uploaded | undefined,
    @Body() body: unknown,
  ): Promise<CharacterSummary> {
    const bytes = file ? await readFile(file.path) : body;
    if (!(bytes instanceof Uint8Array))
      throw new Problem('bad_request', 'Send the picture in the field "file", or as the body with its type.');
    return this.avatars.set(ownerId, id, bytes);
  }

  @Scoped('characters:write')
  @Delete()
  @HttpCode(204)
  delete(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.avatars.delete(ownerId, id);
  }
}
