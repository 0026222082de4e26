/** Pictures as they are known by their first bytes, whatever a name or a header says. */
export interface Picture {
  mediaType: string;
  bytes: Uint8Array;
}

const PICTURES: [string, RegExp, string][] = [
  ['png', /^\x89PNG/, 'image/png'],
  ['jpg', /^\xff\xd8\xff/, 'image/jpeg'],
  ['webp', /^RIFF....WEBP/s, 'image/webp'],
  ['gif', /^GIF8/, 'image/gif'],
  ['avif', /^....ftypavi[fs]/s, 'image/avif'],
];

/** What picture a file is: PNG, JPEG, WebP, GIF, AVIF or none of them; never SVG, which is a program. */
export function pictureOf(bytes: Uint8Array): (Picture & { ext: string }) | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const [ext, , mediaType] = PICTURES.find(([, magic]) => magic.test(start)) ?? [];
  return ext && mediaType ? { ext, mediaType, bytes } : undefined;
}
