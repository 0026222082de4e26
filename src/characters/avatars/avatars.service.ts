import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AvatarSize, type CharacterSummary, MOST_OF_PICTURE } from '../../contracts/character.js';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import { type Picture, pictureOf } from '../../pictures/picture.js';
import { type Outcome, Scaler } from '../../pictures/scaler.js';
import { LibraryService } from '../library/library.service.js';
import { AvatarsRepository, type StoredPicture } from './avatars.repository.js';

/** A picture as it is sent; `problem`: why it is the original where a smaller one was asked for. */
export interface SentPicture extends Picture {
  problem?: ProblemCode;
}

const WRONG: Partial<Record<ProblemCode, string>> = {
  picture_too_large: 'This picture is too large: up to 10 MB and 50 megapixels are taken.',
  picture_broken: 'This picture is damaged: it ends too soon, or cannot be unpacked. Save it again.',
};
/** The size that a list shows, made at once as a picture comes. */
const FIRST_SIZE: AvatarSize = 384;

const none = () => new Problem('not_found', 'This character has no picture.');
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Pictures of characters: changed, and made smaller. */
@Injectable()
export class AvatarsService {
  /** What is being made, by picture and size: whoever asks for the same waits for it. */
  private readonly making = new Map<string, Promise<Outcome>>();

  constructor(
    private readonly rows: AvatarsRepository,
    private readonly library: LibraryService,
    private readonly scaler: Scaler,
  ) {}

  /** @throws Problem not_found */
  async hash(ownerId: string, id: string): Promise<string> {
    const hash = await this.rows.hash(ownerId, id);
    if (hash === null) throw none();
    return hash;
  }

  /**
   * The picture, or a smaller one that is made when it is first asked for; the picture itself where none can be.
   * @throws Problem not_found
   */
  async picture(ownerId: string, id: string, size?: AvatarSize): Promise<SentPicture> {
    if (size) {
      const kept = await this.rows.thumbnail(ownerId, id, size);
      if (kept) return { mediaType: 'image/webp', bytes: kept };
    }
    const picture = await this.rows.picture(ownerId, id);
    if (!picture) throw none();
    if (!size) return picture;
    const made = await this.thumbnail(id, picture, size);
    if (made?.bytes) return { mediaType: 'image/webp', bytes: made.bytes };
    return { ...picture, ...(made?.problem && { problem: made.problem }) };
  }

  /** The picture as it is stored; null where there is none. */
  find(ownerId: string, id: string): Promise<StoredPicture | null> {
    return this.rows.picture(ownerId, id);
  }

  /** The same as PNG; null where none can be made. */
  async png({ mediaType, bytes, sha256 }: StoredPicture): Promise<Uint8Array | null> {
    if (mediaType === 'image/png') return bytes;
    return (await this.scaler.make('png', sha256.toString('hex'), bytes))?.bytes ?? null;
  }

  /** @throws Problem not_found, not_a_picture, picture_too_large, picture_broken */
  async set(ownerId: string, id: string, bytes: Uint8Array): Promise<CharacterSummary> {
    await this.library.summary(ownerId, id);
    const picture = pictureOf(bytes);
    if (!picture) throw new Problem('not_a_picture', 'Send a PNG, JPEG, WebP, GIF or AVIF.');
    if (bytes.length > MOST_OF_PICTURE.bytes) throw wrong('picture_too_large');
    const whole = await this.scaler.make('withoutNotes', hashOf(bytes), bytes);
    if (whole?.problem) throw wrong(whole.problem);
    const stored = { mediaType: picture.mediaType, bytes: whole?.bytes ?? bytes };
    await this.rows.set(ownerId, id, stored);
    await this.picture(ownerId, id, FIRST_SIZE);
    return this.library.summary(ownerId, id);
  }

  /** @throws Problem not_found */
  async delete(ownerId: string, id: string): Promise<void> {
    if (!(await this.rows.delete(ownerId, id))) throw none();
  }

  private async thumbnail(id: string, { bytes, sha256 }: StoredPicture, size: AvatarSize): Promise<Outcome> {
    const hash = sha256.toString('hex');
    const key = `${id} ${hash} ${size}`;
    const make = async () => {
      const made = await this.scaler.make('thumbnail', hash, bytes, size);
      if (made?.bytes) await this.rows.keepThumbnail(id, size, sha256, made.bytes);
      return made;
    };
    const making = this.making.get(key) ?? make().finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }
}

const wrong = (code: ProblemCode) => new Problem(code, WRONG[code] ?? 'This picture cannot be read.');
