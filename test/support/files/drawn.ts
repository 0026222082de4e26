import sharp from 'sharp';

/** A small picture of one colour. @param format that sharp knows */
export const drawn = (background: string, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
