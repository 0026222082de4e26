import { MOST_OF_PICTURE } from '../../../../src/contracts/character.js';
import { Failure } from '../../api/failure.js';

/** In pixels of the picture as it stands after it was turned. */
export interface CropArea {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A cover is shown no larger than this. */
const WIDEST = 1200;

/**
 * The part of a picture that was chosen.
 * @param degrees by which it is turned, clockwise
 * @returns WebP, or PNG where a browser cannot write that
 * @throws Failure picture_broken, picture_too_large
 */
export async function cropPicture(image: HTMLImageElement, area: CropArea, degrees: number): Promise<File> {
  const scale = Math.min(1, WIDEST / area.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(area.width * scale));
  canvas.height = Math.max(1, Math.round(area.height * scale));
  const { naturalWidth: width, naturalHeight: height } = image;
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const context = canvas.getContext('2d');
  if (!context) throw new Failure('picture_broken', 'There is no canvas.');
  context.imageSmoothingQuality = 'high';
  context.scale(scale, scale);
  context.translate(-area.x, -area.y);
  context.translate((width * cos + height * sin) / 2, (width * sin + height * cos) / 2);
  context.rotate(angle);
  context.drawImage(image, -width / 2, -height / 2);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (!blob) throw new Failure('picture_broken', 'The picture could not be written.');
  if (blob.size > MOST_OF_PICTURE.bytes) throw new Failure('picture_too_large', `${blob.size} bytes`);
  return new File([blob], `picture.${blob.type.replace('image/', '')}`, { type: blob.type });
}
