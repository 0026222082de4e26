import { Injectable } from '@nestjs/common';
import { MOST_OF_PICTURE } from '../contracts/character.js';
import { MOST_PICTURES } from '../contracts/message.js';
import { Problem } from '../contracts/problem.js';
import { FetchedPictures } from '../pictures/fetched-pictures.js';
import { PicturesService } from '../sessions/messages/pictures/pictures.service.js';
import type { SentPicture } from './sent-history.js';

const DATA = /^data:(?:image\/[\w.+-]+)?;base64,/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Takes in the pictures that a client sends with a line, which it names by addresses. */
@Injectable()
export class SentPictures {
  constructor(
    private readonly pictures: PicturesService,
    private readonly fetched: FetchedPictures,
  ) {}

  /**
   * @param gone nobody waits for them any more
   * @returns their ids, each once
   * @throws Problem too_many_pictures; bad_request, or as `PicturesService.add` and `FetchedPictures.fetch`, with the
   * field that names the picture
   */
  async take(
    ownerId: string,
    sessionId: string,
    sent: readonly SentPicture[],
    gone: AbortSignal,
  ): Promise<string[]> {
    if (sent.length > MOST_PICTURES)
      throw new Problem('too_many_pictures', `Send at most ${MOST_PICTURES} pictures with a message.`, {
        param: sent[MOST_PICTURES]!.param,
      });
    const ids: string[] = [];
    // One by one: each takes its size in memory.
    for (const { url, param } of sent) {
      const add = async (name: string, bytes: Uint8Array) =>
        (await this.pictures.add(ownerId, sessionId, name, bytes)).id;
      try {
        const bytes = bytesOf(url);
        ids.push(
          bytes
            ? await add('', bytes)
            : await this.fetched.fetch(url, gone, (picture) => add(nameOf(url), picture.bytes)),
        );
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new Problem(error.code, error.message, { cause: error, param });
      }
    }
    return ids;
  }
}

/**
 * The bytes that an address holds; null where it leads elsewhere.
 * @throws Problem bad_request, picture_too_large
 */
function bytesOf(url: string): Uint8Array | null {
  if (/^https?:/i.test(url)) return null;
  const [head] = DATA.exec(url) ?? [];
  const text = head && url.slice(head.length);
  if (!text || !BASE64.test(text))
    throw new Problem('bad_request', 'Name a picture by https://…, or send it as data:image/…;base64,….');
  if (text.length > Math.ceil(MOST_OF_PICTURE.bytes / 3) * 4)
    throw new Problem('picture_too_large', 'This picture is too large: up to 10 MB are taken.');
  return Buffer.from(text, 'base64');
}

/** What the last part of an address calls it. */
function nameOf(url: string): string {
  const last = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1)! : '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
