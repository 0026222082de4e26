import { Injectable } from '@nestjs/common';
import { ConcurrencyLimit } from '../access/limits/concurrency-limit.js';
import { Config } from '../config/config.js';
import { MOST_OF_PICTURE } from '../contracts/character.js';
import { Problem } from '../contracts/problem.js';
import { guardedFetch } from '../network/guarded-fetch.js';
import { type Picture, pictureOf } from './picture.js';

const TIMEOUT_MS = 15_000;
/** At once: each takes its size in memory. A message may name thousands. */
const MOST = 6;
const ACCEPTED = 'image/avif,image/webp,image/png,image/jpeg,image/gif';

/** Pictures from the public internet, a few at a time. */
@Injectable()
export class FetchedPictures {
  private readonly fetching = new ConcurrencyLimit(MOST, 2 * TIMEOUT_MS);

  constructor(private readonly config: Config) {}

  /**
   * @param use has the picture; until it is done, the picture counts as one that takes memory
   * @param gone nobody waits for it any more
   * @throws Problem as `guardedFetch`, not_a_picture
   */
  async fetch<Result>(
    url: string,
    gone: AbortSignal,
    use: (picture: Picture) => Result | Promise<Result>,
  ): Promise<Result> {
    const ended = await new Promise<() => void>((begin) => this.fetching.begin('', begin));
    try {
      const { body } = await guardedFetch(url, {
        allowHosts: this.config.ingestAllowHosts,
        signal: gone,
        maxBytes: MOST_OF_PICTURE.bytes,
        timeoutMs: TIMEOUT_MS,
        accept: ACCEPTED,
      });
      const picture = pictureOf(body);
      if (!picture)
        throw new Problem('not_a_picture', 'What this address leads to is no PNG, JPEG, GIF, WebP or AVIF.');
      return await use(picture);
    } finally {
      ended();
    }
  }
}
