/** The files that come with a card: their names, the URIs by which the card names them, the icon among them. */
import yauzl from 'yauzl';
import { type Picture, pictureOf } from '../../pictures/picture.js';
import { asText, isJsonObject, type JsonObject, type JsonValue } from '../imports/foreign-json.js';

/** A file that came with a card, by the name that it has in an archive. */
export interface CardAsset {
  name: string;
  bytes: Uint8Array;
}

/** How an archive's card names a file of the archive, in the specification's own spelling. */
export const EMBEDDED = 'embeded://';
/** The picture that a PNG is, or the program's own. */
export const DEFAULT_URI = 'ccdefault:';
const NAME_LIMIT = 200;

/** The folders of an archive by what a file is. */
const KINDS: [string, RegExp][] = [
  ['images', /^(?:png|apng|jpe?g|webp|gif|avif|bmp|svg)$/],
  ['audio', /^(?:mp3|ogg|wav|flac|m4a|opus)$/],
  ['video', /^(?:mp4|webm|mov|mkv)$/],
  ['3d', /^(?:mmd|obj|glb|gltf|vrm)$/],
  ['ai', /^(?:safetensors|ckpt|onnx)$/],
  ['fonts', /^(?:otf|ttf|woff2?)$/],
  ['code', /^(?:lua|js|ts)$/],
];

/** The list of assets in a card's fields, whatever is no asset left out. */
export function listedAssets(card: JsonObject): JsonObject[] {
  const data = isJsonObject(card.data) ? card.data : card;
  return (Array.isArray(data.assets) ? data.assets : []).filter(isJsonObject);
}

/** The picture that is the main icon by the card's list, or else another icon, where it came with the card. */
export function iconOf(card: JsonObject, assets: readonly CardAsset[]): Picture | undefined {
  const icons = listedAssets(card).filter(({ type }) => type === 'icon');
  const main = icons.find(({ name }) => name === 'main');
  const files = new Map(assets.map(({ name, bytes }) => [name, bytes]));
  for (const icon of main ? [main, ...icons] : icons) {
    const uri = asText(icon.uri);
    if (uri === DEFAULT_URI) return undefined;
    const inline = /^data:[^,]{0,100};base64,(.+)$/s.exec(uri)?.[1];
    const path = uri.replace(/^embedd?ed:\/\//, '');
    const bytes = inline ? Buffer.from(inline, 'base64') : files.get(path);
    const picture = bytes && pictureOf(bytes);
    if (picture) return picture;
  }
  return undefined;
}

/** The card with an icon of its own file's first; those that it had stay behind it, under other names. */
export function withDefaultIcon(card: JsonObject): JsonObject {
  const own = { type: 'icon', uri: DEFAULT_URI, name: 'main', ext: 'png' };
  const before = listedAssets(card).map((asset) =>
    asset.type === 'icon' && asset.name === 'main' ? { ...asset, name: 'former' } : asset,
  );
  const assets = [own, ...before];
  return isJsonObject(card.data) ? { ...card, data: { ...card.data, assets } } : { ...card, assets };
}

/** The same JSON with other texts for some: whole texts alone, wherever they stand. */
export function withTexts(value: JsonValue, texts: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return texts.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, texts));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, texts)]));
}

/** Gives the files of one card their names. */
export class AssetNames {
  private next = 0;

  /** @param taken names that no other file may get */
  constructor(private readonly taken = new Set<string>()) {}

  /**
   * A name for a file, safe in any archive and not taken yet: its own where that will do, else one by what the card's
   * list says of it. It is taken from then on.
   *
   * @param listed what the card says of it
   */
  nameFor(own: string, listed?: JsonObject): string {
    const name = isFine(own) && !this.taken.has(own) ? own : this.made(listed);
    this.taken.add(name);
    return name;
  }

  /** Numbers are never tried twice, or names chosen for it would make this take as long as it likes. */
  private made(listed: JsonObject | undefined): string {
    const type = word(asText(listed?.type), 'other');
    const ext = word(asText(listed?.ext).toLowerCase(), 'bin');
    const kind = KINDS.find(([, endings]) => endings.test(ext))?.[0] ?? 'other';
    for (let n = Math.max(this.next, this.taken.size); ; n++) {
      this.next = n + 1;
      const name = `assets/${type}/${kind}/${n}.${ext}`;
      if (!this.taken.has(name)) return name;
    }
  }
}

function isFine(own: string): boolean {
  return (
    /[./]/.test(own) &&
    own.length <= NAME_LIMIT &&
    own !== 'card.json' &&
    own.isWellFormed() &&
    !/[\0-\x1f\x7f\\]/.test(own) &&
    yauzl.validateFileName(own) === null
  );
}

function word(text: string, otherwise: string): string {
  return /^[a-z0-9_]{1,30}$/.test(text) ? text : otherwise;
}
