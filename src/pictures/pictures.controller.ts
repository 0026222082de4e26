import { Controller, Get, Query, Res } from '@nestjs/common';
import { Scoped } from '../access/requests/scoped.js';
import type { Response } from 'express';
import { z } from 'zod';
import { FetchedPictures } from './fetched-pictures.js';

const pictureSchema = z.object({ url: z.string().min(1).max(4000) });

/** Pictures that messages name, fetched by the server, so that no browser ever asks a stranger for one. */
@Scoped('sessions:read')
@Controller('api/pictures')
export class PicturesController {
  constructor(private readonly pictures: FetchedPictures) {}

  /** A picture from the public internet: PNG, JPEG, GIF, WebP or AVIF by its own bytes, up to 10 MB. */
  @Get()
  async picture(
    @Query({ schema: pictureSchema }) { url }: z.infer<typeof pictureSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('nobody waits for this picture any more')));
    await this.pictures.fetch(url, gone.signal, async ({ mediaType, bytes }) => {
      response.set({
        'cache-control': 'private, max-age=86400',
        'content-security-policy': "default-src 'none'; sandbox",
      });
      response.type(mediaType).send(Buffer.from(bytes));
      if (!response.closed) await new Promise((sent) => response.once('close', sent));
    });
  }
}
