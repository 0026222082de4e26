import { readFile } from 'node:fs/promises';
import {
  Body,
  Controller,
  Delete,
  Get,
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
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import { Scoped } from '../../../access/requests/scoped.js';
import { bufferOf } from '../../../characters/stored-sheets.js';
import type { AttachedPictureView } from '../../../contracts/message.js';
import { Problem } from '../../../contracts/problem.js';
import { MOST_RECEIVED } from '../../../uploads/bodies.js';
import type { UploadedFile as Uploaded } from '../../../uploads/receive.js';
import { Upload } from '../../../uploads/upload.interceptor.js';
import { PicturesService } from './pictures.service.js';

const formSchema = z.object({ form: z.enum(['shown', 'original']).default('shown') });
const nameSchema = z.object({ name: z.string().max(300).optional() });

@Scoped('sessions:talk')
@Controller('api/sessions/:id/pictures')
export class SessionPicturesController {
  constructor(private readonly pictures: PicturesService) {}

  /**
   * A picture to be sent with a message: PNG, JPEG, WebP, GIF or AVIF up to 10 MB, in the field `file` or as the body.
   * One that is not sent within a day goes.
   */
  @Post()
  @Upload({ field: 'file', fileSize: MOST_RECEIVED })
  async add(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @UploadedFile() file: Uploaded | undefined,
    @Query({ schema: nameSchema }) { name }: z.infer<typeof nameSchema>,
    @Body() body: unknown,
  ): Promise<AttachedPictureView> {
    const bytes = file ? await readFile(file.path) : body;
    if (!(bytes instanceof Uint8Array))
      throw new Problem('bad_request', 'Send the picture in the field "file", or as the body with its type.');
    return this.pictures.add(ownerId, sessionId, name ?? file?.name ?? '', bytes);
  }

  /** As it is shown and sent to models, a JPEG; or as it came, without what a camera wrote beside it. */
  @Scoped('sessions:read')
  @Get(':pictureId')
  async read(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Param('pictureId', ParseUUIDPipe) pictureId: string,
    @Query({ schema: formSchema }) { form }: z.infer<typeof formSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const { mediaType, bytes } = await this.pictures.picture(ownerId, sessionId, pictureId, form);
    // It never changes, and is shown as a picture and as nothing else.
    response.set({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    response.type(mediaType).send(bufferOf(bytes));
  }

  /** Takes away one that was not sent; those of a message go with it. */
  @Delete(':pictureId')
  @HttpCode(204)
  delete(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Param('pictureId', ParseUUIDPipe) pictureId: string,
  ): Promise<void> {
    return this.pictures.delete(ownerId, sessionId, pictureId);
  }
}
