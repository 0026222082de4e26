import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConnectedModels } from '../../../connections/connected-models.js';
import { MOST_OF_PICTURE } from '../../../contracts/character.js';
import type { AttachedPictureView, PictureView } from '../../../contracts/message.js';
import { Problem, type ProblemCode } from '../../../contracts/problem.js';
import { pictureName } from '../../../context/quoting/picture-marks.js';
import { type Picture, pictureOf } from '../../../pictures/picture.js';
import { Scaler } from '../../../pictures/scaler.js';
import { SessionSnapshots } from '../../prompt/session-snapshots.js';
import { PicturesRepository } from '../../story/pictures.repository.js';

/** Of one session, that were taken in and not sent. */
const MOST_WAITING = 32;
/** Pixels that a token stands for: https://docs.claude.com/en/docs/build-with-claude/vision; others take about as many. */
const PIXELS_A_TOKEN = 750;

const WRONG: Partial<Record<ProblemCode, string>> = {
  picture_too_large: 'This picture is too large: up to 10 MB and 50 megapixels are taken.',
  picture_broken: 'This picture is damaged: it ends too soon, or cannot be unpacked. Save it again.',
};

const none = () => new Problem('not_found', 'There is no such picture in this conversation.');
const wrong = (code: ProblemCode) => new Problem(code, WRONG[code] ?? 'This picture cannot be read.');

/** Pictures that are said with messages: taken in before they are sent, and shown. */
@Injectable()
export class PicturesService {
  constructor(
    private readonly rows: PicturesRepository,
    private readonly scaler: Scaler,
    private readonly snapshots: SessionSnapshots,
    private readonly models: ConnectedModels,
  ) {}

  /**
   * Takes a picture in, to be sent with a message.
   * @throws Problem not_found, not_a_picture, picture_too_large, picture_broken, too_many_pictures, pictures_unavailable
   */
  async add(
    ownerId: string,
    sessionId: string,
    name: string,
    bytes: Uint8Array,
  ): Promise<AttachedPictureView> {
    const waiting = await this.rows.waiting(ownerId, sessionId);
    if (waiting === null)
      throw new Problem('not_found', 'There is no such conversation, or it is not yours.');
    if (waiting >= MOST_WAITING)
      throw new Problem(
        'too_many_pictures',
        'Too many pictures wait to be sent here: send them, or take some away.',
      );
    const picture = await this.keep(ownerId, sessionId, name, bytes);
    const { model } = await this.models.talking(await this.snapshots.read(ownerId, sessionId));
    return { ...picture, seen: (await model.card()).sees };
  }

  /** Keeps a picture, whoever it comes from. @throws Problem as `add` */
  async keep(ownerId: string, sessionId: string, name: string, bytes: Uint8Array): Promise<PictureView> {
    const picture = pictureOf(bytes);
    if (!picture) throw new Problem('not_a_picture', 'Send a PNG, JPEG, WebP, GIF or AVIF.');
    if (bytes.length > MOST_OF_PICTURE.bytes) throw wrong('picture_too_large');
    const hash = createHash('sha256').update(bytes).digest('hex');
    const sent = await this.scaler.make('forModel', hash, bytes);
    if (sent?.problem) throw wrong(sent.problem);
    if (!sent?.width || !sent.height)
      throw new Problem(
        'pictures_unavailable',
        'Pictures cannot be made ready on this platform: sharp is missing.',
      );
    const whole = await this.scaler.make('withoutNotes', hash, bytes);
    if (whole?.problem) throw wrong(whole.problem);
    const { width, height } = sent;
    const added = await this.rows.add(ownerId, sessionId, {
      name: pictureName(name),
      original: { mediaType: picture.mediaType, bytes: whole?.bytes ?? bytes },
      sent: sent.bytes,
      width,
      height,
      tokens: Math.ceil((width * height) / PIXELS_A_TOKEN),
    });
    if (!added) throw none();
    return added;
  }

  /** @throws Problem not_found */
  async picture(
    ownerId: string,
    sessionId: string,
    id: string,
    form: 'original' | 'shown',
  ): Promise<Picture> {
    const picture = await this.rows.picture(ownerId, sessionId, id, form);
    if (!picture) throw none();
    return picture;
  }

  /** Takes one away that was not sent. @throws Problem not_found */
  async delete(ownerId: string, sessionId: string, id: string): Promise<void> {
    if (!(await this.rows.deleteUnused(ownerId, sessionId, id))) throw none();
  }
}
