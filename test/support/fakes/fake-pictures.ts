const TOKENS_OF_PICTURE = 1000;
const DATA_URL = /^data:image\/jpeg;base64,/;
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** Pictures weigh other than their letters. */
export function pictureBytes(messages: Buffer): number {
  const urls = messages.toString('latin1').match(/data:image\/jpeg;base64,[A-Za-z0-9+/=]*/g) ?? [];
  return urls.reduce((sum, url) => sum + url.length - 4 * TOKENS_OF_PICTURE, 0);
}

/** What a server says of pictures that it does not take, in the words of DeepSeek, or that are none. */
export function wrongPicture(
  messages: { role: string; content: unknown }[],
  sees: boolean,
): string | undefined {
  const shown = messages.flatMap(({ role, content }) =>
    (Array.isArray(content) ? (content as { image_url?: { url: string } }[]) : [])
      .filter((part) => part.image_url)
      .map((part) => ({ role, url: part.image_url!.url })),
  );
  if (!shown.length) return undefined;
  if (!sees) return 'Failed to deserialize: messages[1]: unknown variant `image_url`, expected `text`';
  if (shown.some(({ role }) => role !== 'user')) return 'Images are only allowed in user messages.';
  const isPicture = ({ url }: { url: string }) =>
    DATA_URL.test(url) && Buffer.from(url.replace(DATA_URL, ''), 'base64').subarray(0, 3).equals(JPEG);
  return shown.every(isPicture) ? undefined : 'Could not decode the base64 of a picture.';
}
