import { Controller, Get, Query, Res } from '@nestjs/common';
import { Scoped } from '../access/requests/scoped.js';
import type { Response } from 'express';
import { z } from 'zod';
import { Config } from '../config/config.js';
import { ConcurrencyLimit } from '../access/limits/concurrency-limit.js';
import { guardedFetch } from '../network/guarded-fetch.js';
import { pictureOf } from './picture.js';
import { Problem } from '../contracts/problem.js';

const pictureSchema = z.object({ url: z.string().min(1).max(4000) });
const LARGEST = 10 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
/** At once: each takes its size in memory. A message may name thousands. */
const MOST = 6;
const ACCEPTED = 'image/avif,image/webp,image/png,image/jpeg,image/gif';

/** Pictures that messages name, fetched by the server, so that no browser ever asks a stranger for one. */
@Scoped('sessions:read')
@Controller('api/pictures')
export class PicturesController {
  private readonly fetching = new ConcurrencyLimit(MOST, 2 * TIMEOUT_MS);

  constructor(private readonly config: Config) {}

  /** A picture from the public internet: PNG, JPEG, GIF, WebP or AVIF by its own bytes, up to 10 MB. */
  @Get()
  async picture(
    @Query({ schema: pictureSchema }) { url }: z.infer<typeof pictureSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('nobody waits for this picture any more')));
    await new Promise<void>((begin) =>
      this.fetching.begin('', (ended) => {
        response.once('close', ended);
        if (response.closed) ended();
        begin();
      }),
    );
    const { body } = await guardedFetch(url, {
      allowHosts: this.config.ingestAllowHosts,
      signal: gone.signal,
      maxBytes: LARGEST,
      timeoutMs: TIMEOUT_MS,
      accept: ACCEPTED,
    });
    const picture = pictureOf(body);
    if (!picture) {
      throw new Problem('not_a_picture', 'What this address leads to is no PNG, JPEG, GIF, WebP or AVIF.');
    }
    response.set({
      'cache-control': 'private, max-age=86400',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    response.type(picture.mediaType).send(Buffer.from(body));
  }
}
