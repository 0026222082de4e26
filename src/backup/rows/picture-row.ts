import { z } from 'zod';
import { pictureName } from '../../context/quoting/picture-marks.js';
import { pictureOf } from '../../pictures/picture.js';
import { bytes, countOf, firstBytes, id, time } from './row-columns.js';

/** Of what a model is sent of a picture: what is made here, of a thousand pixels square, has less than one million. */
const MOST_OF_SENT = 4 * 1024 * 1024;
/** Of it, for each token: what is made here of nothing but noise has some seven hundred. */
const BYTES_A_TOKEN = 2048;

/** A picture of a conversation, as it came and as models are sent it. */
export const pictureRow = z
  .object({
    id,
    session_id: id,
    name: z.string().transform(pictureName),
    media_type: z.string(),
    bytes,
    sent: bytes,
    width: z.int().min(1).max(10_000),
    height: z.int().min(1).max(10_000),
    tokens: z.int().min(1).max(200_000),
    created_at: time,
  })
  .transform((row, context) => {
    const original = pictureOf(firstBytes(row.bytes));
    const sent = countOf(row.sent);
    // A model is sent it as a JPEG, with every turn: no more of it than is counted for.
    if (original && pictureOf(firstBytes(row.sent))?.ext === 'jpg' && sent <= MOST_OF_SENT)
      return {
        ...row,
        media_type: original.mediaType,
        tokens: Math.max(row.tokens, Math.ceil(sent / BYTES_A_TOKEN)),
      };
    context.addIssue({ code: 'custom', message: 'no picture' });
    return z.NEVER;
  });
