import { MOST_OF_PICTURE } from '../../../../src/contracts/character.js';
import { Failure } from '../../api/failure.js';

/** What the server takes. */
const KINDS = /^image\/(?:png|jpeg|webp|gif|avif)$/;
export const ACCEPTED = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

/**
 * A file as a picture that can be drawn; its `src` is an address to be revoked.
 * @throws Failure not_a_picture, picture_too_large, picture_broken
 */
export async function readPicture(file: File): Promise<HTMLImageElement> {
  if (!KINDS.test(file.type)) throw new Failure('not_a_picture', '');
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Failure('picture_broken', ''));
    });
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MOST_OF_PICTURE.pixels) throw new Failure('picture_too_large', '');
    return image;
  } catch (error) {
    URL.revokeObjectURL(image.src);
    throw error;
  }
}
