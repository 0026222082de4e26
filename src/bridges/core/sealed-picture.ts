/** A picture that lies at an address encrypted. */
export interface SealedPicture {
  url: string;
  /** Null: it is not encrypted. */
  key: Buffer | null;
}

/** Bytes that encryption adds at most. */
export const MOST_PADDING = 32;

/** As the source of a picture: its key, and the address behind it. */
export const sourceOf = ({ url, key }: SealedPicture): string =>
  key ? `${key.toString('base64')} ${url}` : url;

/** What `sourceOf` was made of. */
export function sealedIn(source: string): SealedPicture {
  const cut = source.indexOf(' ');
  return cut < 0
    ? { url: source, key: null }
    : { url: source.slice(cut + 1), key: Buffer.from(source.slice(0, cut), 'base64') };
}
