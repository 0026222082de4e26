/**
 * Builds the files of the cases from their descriptions, with Node alone. `node test/cards/build.js FOLDER` writes them
 * all, so that other programs can be tried with them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

const CASES = fileURLToPath(new URL('cases/', import.meta.url));

/** All cases of a group: `cards`, `lorebooks`, `activation` or `macros`. */
export function casesOf(group) {
  return JSON.parse(readFileSync(join(CASES, `${group}.json`), 'utf8'));
}

export const GROUPS = readdirSync(CASES).map((name) => name.replace(/\.json$/, ''));

/** The name that a case's file has. */
export function fileName({ id, file }) {
  return file.name ?? `${id}.${file.png ? 'png' : file.charx ? (file.before ? 'jpg' : 'charx') : 'json'}`;
}

/** The bytes of a case's file. */
export function build(file) {
  let bytes = file.png ? png(file.png) : file.charx ? archive(file.charx) : content(file);
  if (file.before === 'jpeg') bytes = Buffer.concat([JPEG, bytes]);
  if (file.cut) bytes = bytes.subarray(0, Math.floor(bytes.length * file.cut));
  return bytes;
}

/** `json`, `text` (in `encoding`), `repeat` [text, times, text] or `picture`. */
function content({ json, text, repeat, picture, encoding = 'utf8' }) {
  if (picture === 'png') return png({ chunks: [] });
  if (picture === 'jpeg') return JPEG;
  if (repeat) return Buffer.from(repeat[0] + repeat[1].repeat(repeat[2]) + (repeat[3] ?? ''));
  return Buffer.from(text ?? JSON.stringify(json), encoding);
}

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function chunk(type, data, lies = {}) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(lies.length ?? data.length), body, uint32(lies.crc ?? crc32(body))]);
}

/** A picture of one pixel (of two frames with `animated`), and the chunks that a case describes after its header. */
function png({ chunks, animated = false }) {
  const header = Buffer.concat([uint32(1), uint32(1), Buffer.from([8, 0, 0, 0, 0])]);
  const pixel = deflateSync(Buffer.from([0, 128]));
  const frame = (n) => Buffer.concat([...[n, 1, 1, 0, 0].map(uint32), Buffer.from([0, 1, 0, 10, 0, 0])]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(animated ? [chunk('acTL', Buffer.concat([uint32(2), uint32(0)])), chunk('fcTL', frame(0))] : []),
    ...chunks.map(described),
    chunk('IDAT', pixel),
    ...(animated ? [chunk('fcTL', frame(1)), chunk('fdAT', Buffer.concat([uint32(2), pixel]))] : []),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** `type`, `keyword` and what it says: `base64` of JSON, of a text or of a picture; or `raw` text as it is. */
function described({ type = 'tEXt', keyword, base64, raw, damaged, tooLong }) {
  const text = Buffer.from(raw ?? content(base64).toString('base64'));
  const name = Buffer.from(`${keyword}\0`, 'latin1');
  const data = {
    tEXt: () => [name, text],
    zTXt: () => [name, Buffer.from([0]), deflateSync(text)],
    iTXt: () => [name, Buffer.from('\0\0\0\0', 'latin1'), text],
  }[type]();
  const lies = { ...(damaged && { crc: 1 }), ...(tooLong && { length: 0x7fffffff }) };
  return chunk(type, Buffer.concat(data), lies);
}

/** A zip archive of files with a `name` and what `content` takes; `packed` ones are deflated. */
function archive(files) {
  const bodies = [];
  const directory = [];
  let at = 0;
  for (const file of files) {
    const bytes = content(file);
    const packed = file.packed ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(file.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(file.packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(at);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, Buffer.alloc(10), place, name);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    bodies.push(body);
    at += body.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? 'card-cases';
  mkdirSync(folder, { recursive: true });
  for (const group of ['cards', 'lorebooks']) {
    for (const one of casesOf(group)) writeFileSync(join(folder, fileName(one)), build(one.file));
  }
}
