/** Pictures made smaller, or into another form: strangers' files, so all of it is called in a child process. */
import type { default as SharpMaker, Sharp } from 'sharp';
import { MOST_OF_PICTURE } from '../contracts/character.js';
import type { ProblemCode } from '../contracts/problem.js';

/** What came of a picture; `unavailable`: there is no sharp for this platform. */
export type Scaled =
  { bytes: Uint8Array; width?: number; height?: number } | { problem: ProblemCode } | { unavailable: true };

/** Of what is made, on its longer side: a card's picture is shown no larger. */
const LARGEST_PNG = 2048;
/** What models are sent, on its longer side: more is made smaller by their servers, and paid for. */
const LARGEST_FOR_MODEL = 1024;
/** Forms that are read; each other one of libvips stays closed, SVG and PDF among them. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((form) => `VipsForeignLoad${form}Buffer`);

/** As WebP, upright, within a square of `size` pixels; of a moving picture the first frame. */
export function thumbnail(bytes: Uint8Array, size: number): Promise<Scaled> {
  return made(bytes, (image) =>
    image
      .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 }),
  );
}

/** As PNG, upright, within what a card's picture needs. */
export function png(bytes: Uint8Array): Promise<Scaled> {
  return made(bytes, (image) =>
    image.resize({ width: LARGEST_PNG, height: LARGEST_PNG, fit: 'inside', withoutEnlargement: true }).png(),
  );
}

/**
 * The same picture without what a camera wrote beside it, such as where it was taken: cards are given away. A moving
 * picture, and one with nothing beside it, stays as it is.
 */
export async function withoutNotes(bytes: Uint8Array): Promise<Scaled> {
  return made(bytes, async (image) => {
    const { exif, xmp, iptc, pages = 1, format } = await image.metadata();
    if (!(exif ?? xmp ?? iptc) || pages > 1) {
      // Whole, or it would be kept and never shown.
      await image.stats();
      return bytes;
    }
    return image.keepIccProfile().toFormat(format === 'heif' ? 'avif' : format, { quality: 92 });
  });
}

/** As JPEG, upright, on white, for a model: the one form that every server reads. */
export function forModel(bytes: Uint8Array): Promise<Scaled> {
  return made(bytes, (image) =>
    image
      .resize({
        width: LARGEST_FOR_MODEL,
        height: LARGEST_FOR_MODEL,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 80 }),
  );
}

async function made(
  bytes: Uint8Array,
  make: (image: Sharp) => Sharp | Promise<Sharp | Uint8Array>,
): Promise<Scaled> {
  const sharp = await loaded();
  if (!sharp) return { unavailable: true };
  try {
    const image = sharp(bytes, {
      limitInputPixels: MOST_OF_PICTURE.pixels,
      failOn: 'error',
      sequentialRead: true,
    }).autoOrient();
    const result = await make(image);
    if (result instanceof Uint8Array) return { bytes: result };
    const { data, info } = await result.toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (error) {
    const isTooLarge = /pixel limit|too large|dimensions/i.test(String(error));
    return { problem: isTooLarge ? 'picture_too_large' : 'picture_broken' };
  }
}

async function loaded(): Promise<typeof SharpMaker | null> {
  try {
    const { default: sharp } = await import('sharp');
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: LOADERS });
    return sharp;
  } catch {
    return null;
  }
}
