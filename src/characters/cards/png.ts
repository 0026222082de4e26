/**
 * Text chunks of a PNG, which is where a picture carries a character card. Pixels are never decoded. Libraries for chunks
 * read all of them before anything can be bounded; here they are counted first.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { Problem } from '../../contracts/problem.js';

export interface TextChunk {
  keyword: string;
  text: string;
}

interface Chunk {
  type: string;
  data: Buffer;
  /** With length, type and CRC, as it stands in the file. */
  raw: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What all compressed texts of one picture may unpack to, in bytes. */
const UNPACKED_LIMIT = 20 * 1024 * 1024;
/** What unpacking counts for at least, since a text of one byte takes time, too. */
const UNPACKING = 4096;
/** Twice what 100 MB of pixels are in pieces of 8 KB. Each chunk costs far more than its bytes. */
const CHUNKS_LIMIT = 25_000;
const IEND = 0x49454e44;
/** PNG allows 79; some programs write the paths of files into them. */
const KEYWORD_LIMIT = 1000;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

/**
 * The texts of a PNG (tEXt, zTXt, iTXt) in the order in which they stand. Chunks that are damaged, or that
 * unpack to more than 20 MB, are left out; a picture that ends too early gives what came before.
 *
 * @throws Problem card_unreadable when this is no PNG, or one of more than 25,000 chunks.
 */
export function readTextChunks(bytes: Uint8Array): TextChunk[] {
  const texts: TextChunk[] = [];
  let left = UNPACKED_LIMIT;
  const unpack = (packed: Buffer): Buffer | null => {
    left = Math.max(0, left - UNPACKING);
    if (left === 0) return null;
    try {
      const unpacked = inflateSync(packed, { maxOutputLength: left });
      left -= unpacked.length;
      return unpacked;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') left = 0;
      return null;
    }
  };
  for (const chunk of chunksOf(bytes)) {
    const keyword = keywordOf(chunk);
    if (keyword === null || !isWhole(chunk)) continue;
    const text = textOf(chunk, keyword.length + 1, unpack);
    if (text !== null) texts.push({ keyword, text });
  }
  return texts;
}

/** Whether this is a PNG that can be read again after so many texts were added. */
export function takesTexts(bytes: Uint8Array, texts: number): boolean {
  return isPng(bytes) && countChunks(bytes) + texts <= CHUNKS_LIMIT;
}

/**
 * The same PNG with these texts: every text that had one of their keywords (in any case) is replaced. They
 * follow the header, where also those readers see them that stop at the pixels.
 *
 * @throws Problem card_unreadable when this is no PNG, or one of more than 25,000 chunks.
 */
export function withTextChunks(bytes: Uint8Array, texts: TextChunk[]): Uint8Array {
  const replaced = new Set(texts.map(({ keyword }) => keyword.toLowerCase()));
  const [header, ...rest] = keep(bytes, (keyword) => replaced.has(keyword));
  const parts = [SIGNATURE, ...(header ? [header] : []), ...texts.map(encodeText), ...rest];
  return Buffer.concat([...parts, encodeChunk('IEND', Buffer.alloc(0))]);
}

/** The same PNG without some of its texts, chosen by their keywords in lower case. */
export function withoutTextChunks(bytes: Uint8Array, gone: (keyword: string) => boolean): Uint8Array {
  return Buffer.concat([SIGNATURE, ...keep(bytes, gone), encodeChunk('IEND', Buffer.alloc(0))]);
}

/** Every chunk but the end and the texts that go. */
function keep(bytes: Uint8Array, gone: (keyword: string) => boolean): Buffer[] {
  const kept: Buffer[] = [];
  for (const chunk of chunksOf(bytes)) {
    const keyword = keywordOf(chunk)?.toLowerCase();
    if (chunk.type !== 'IEND' && !(keyword !== undefined && gone(keyword))) kept.push(chunk.raw);
  }
  return kept;
}

/** How many there are, counted no further than is needed to know that there are too many. */
function countChunks(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = SIGNATURE.length; at + 12 <= bytes.length && count <= CHUNKS_LIMIT; count++) {
    if (view.getUint32(at + 4) === IEND) return count + 1;
    at += 12 + view.getUint32(at);
  }
  return count;
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  if (!isPng(bytes)) throw new Problem('card_unreadable', 'This file is not a PNG picture.');
  if (countChunks(bytes) > CHUNKS_LIMIT) {
    throw new Problem(
      'card_unreadable',
      'This picture is made of too many pieces to be read: save it anew with another program.',
    );
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  while (at + 12 <= buffer.length) {
    const end = at + 12 + buffer.readUInt32BE(at);
    if (end > buffer.length) return;
    const type = buffer.toString('latin1', at + 4, at + 8);
    yield { type, data: buffer.subarray(at + 8, end - 4), raw: buffer.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
}

function isWhole({ raw }: Chunk): boolean {
  return crc32(raw.subarray(4, -4)) === raw.readUInt32BE(raw.length - 4);
}

function keywordOf({ type, data }: Chunk): string | null {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return null;
  const end = data.subarray(0, KEYWORD_LIMIT + 1).indexOf(0);
  return end < 1 ? null : data.toString('latin1', 0, end);
}

function textOf({ type, data }: Chunk, at: number, unpack: (packed: Buffer) => Buffer | null): string | null {
  if (type === 'tEXt') return data.toString('latin1', at);
  if (type === 'zTXt') return unpack(data.subarray(at + 1))?.toString('latin1') ?? null;
  // iTXt: a flag for compression, its method, then a language and a translated keyword, each ended by a zero.
  const language = data.indexOf(0, at + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return null;
  const body = data.subarray(translated + 1);
  return (data[at] === 1 ? unpack(body) : body)?.toString('utf8') ?? null;
}

function encodeText({ keyword, text }: TextChunk): Buffer {
  const latin1 = Buffer.from(text, 'latin1');
  return latin1.toString('latin1') === text
    ? encodeChunk('tEXt', Buffer.concat([Buffer.from(`${keyword}\0`, 'latin1'), latin1]))
    : encodeChunk(
        'iTXt',
        Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]),
      );
}

function encodeChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}

const WIDTH = 400;
const HEIGHT = 600;

/** A picture for a character without one, 400 × 600: a quiet colour of the name's own, and a figure in it. */
export function plainPng(name = ''): Uint8Array {
  const hue = crc32(name) % 360;
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  let at = 0;
  for (let y = 0; y < HEIGHT; y += 1) {
    const ground = colour(hue, 0.3, 0.42 - (0.16 * y) / HEIGHT);
    const figure = colour(hue, 0.25, 0.6 - (0.14 * y) / HEIGHT);
    const reach = Math.max(halfWidth(y - 235, 82, 96), halfWidth(y - 600, 165, 235));
    rows[at++] = 0; // the row's filter: none
    for (let x = 0; x < WIDTH; x += 1) {
      const share = Math.min(1, Math.max(0, reach - Math.abs(x + 0.5 - WIDTH / 2) + 0.5));
      rows[at++] = ground[0] + (figure[0] - ground[0]) * share;
      rows[at++] = ground[1] + (figure[1] - ground[1]) * share;
      rows[at++] = ground[2] + (figure[2] - ground[2]) * share;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2], 8); // eight bits, red green blue
  return Buffer.concat([
    SIGNATURE,
    encodeChunk('IHDR', header),
    encodeChunk('IDAT', deflateSync(rows)),
    encodeChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** How far an ellipse around the origin reaches to either side at the height `y`; nothing beyond it. */
function halfWidth(y: number, rx: number, ry: number): number {
  return Math.abs(y) < ry ? rx * Math.sqrt(1 - (y / ry) ** 2) : -1;
}

/** Hue in degrees, saturation and lightness 0 to 1; red, green and blue 0 to 255. */
function colour(hue: number, saturation: number, lightness: number): [number, number, number] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
