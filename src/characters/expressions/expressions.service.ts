import { Injectable } from '@nestjs/common';
import type { ExpressionView } from '../../contracts/character.js';
import { Problem } from '../../contracts/problem.js';
import { type Picture, pictureOf } from '../../pictures/picture.js';
import { Scaler } from '../../pictures/scaler.js';
import { LibraryService } from '../library/library.service.js';
import { ExpressionsRepository } from './expressions.repository.js';

/** In pixels; a portrait beside a conversation is no larger. */
const SIZE = 768;

const none = () => new Problem('not_found', 'This character has no such expression.');

/** How a character can look. A stranger's files: what is no picture by its bytes is none, whatever the card says. */
@Injectable()
export class ExpressionsService {
  constructor(
    private readonly rows: ExpressionsRepository,
    private readonly library: LibraryService,
    private readonly scaler: Scaler,
  ) {}

  /** @throws Problem not_found */
  async list(ownerId: string, id: string): Promise<ExpressionView[]> {
    await this.library.summary(ownerId, id);
    const files = await this.rows.list(ownerId, id);
    return files.filter(({ start }) => pictureOf(start)).map(({ n, name }) => ({ n, name }));
  }

  /**
   * One picture, made smaller; as it came where that cannot be done on this platform.
   * @throws Problem not_found, picture_too_large, picture_broken
   */
  async picture(ownerId: string, id: string, n: number): Promise<Picture & { sha256: string }> {
    const file = await this.rows.file(ownerId, id, n);
    const picture = file && pictureOf(file.bytes);
    if (!file || !picture) throw none();
    const made = await this.scaler.make('thumbnail', file.sha256, file.bytes, SIZE);
    if (made?.problem)
      throw new Problem(made.problem, 'This expression cannot be shown: its picture is broken.');
    return made?.bytes
      ? { mediaType: 'image/webp', bytes: made.bytes, sha256: file.sha256 }
      : { mediaType: picture.mediaType, bytes: file.bytes, sha256: file.sha256 };
  }
}
