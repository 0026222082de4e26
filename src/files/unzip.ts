import { crc32 } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';
import { Problem } from '../contracts/problem.js';

/** The files of an archive, read one by one when they are asked for. Folders are not among them. */
export interface ZipEntries {
  names: string[];
  /** @throws Problem `file_broken` when there is no such file or it is damaged, `archive_unsafe` */
  read(name: string): Promise<Uint8Array>;
}

const MB = 1024 * 1024;
const MAX_ENTRIES = 5000;
const MAX_ENTRY = 20 * MB;
const MAX_TOTAL = 200 * MB;
/** Of inflated to packed size, for entries large enough to matter. */
const MAX_RATIO = 200;
const RATIO_COUNTS_FROM = 1 * MB;
/** Far more than any program writes; an entry has room for 16,000, each an object. */
const MAX_EXTRA_FIELDS = 100;
/** An extra field that holds a file's name in UTF-8. */
const UNICODE_PATH = 0x7075;

/** Whether a file begins as an archive with files in it does. */
export function startsAsZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Opens a zip archive by its central directory and refuses it before anything is inflated when what it says of itself
 * is dangerous; what it says is held to while reading.
 * @throws Problem `archive_unsafe`, `file_broken`, `file_encrypted`
 */
export async function unzip(bytes: Uint8Array): Promise<ZipEntries> {
  const zip = await yauzl
    .fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      decodeStrings: false, // the names are checked below, where the reason for refusing is known
      validateEntrySizes: false, // and so are the sizes
    })
    .catch(broken);

  const entries = new Map<string, Entry>();
  let total = 0;
  if (zip.entryCount > MAX_ENTRIES) throw unsafe(`it has more than ${MAX_ENTRIES} files`);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.extraFields.length > MAX_EXTRA_FIELDS)
        throw unsafe('a file in it is described too lengthily');
      const name = nameOf(entry);
      if (yauzl.validateFileName(name) !== null) throw unsafe('it has files that would lie outside of it');
      if (entry.isEncrypted())
        throw new Problem('file_encrypted', 'This archive is protected by a password.');
      total += entry.uncompressedSize;
      if (entry.uncompressedSize > MAX_ENTRY)
        throw unsafe(`a file in it is larger than ${MAX_ENTRY / MB} MB`);
      if (total > MAX_TOTAL) throw unsafe(`its files are larger than ${MAX_TOTAL / MB} MB together`);
      if (
        entry.uncompressedSize > RATIO_COUNTS_FROM &&
        entry.uncompressedSize > MAX_RATIO * entry.compressedSize
      ) {
        throw unsafe('a file in it is packed more tightly than any text can be');
      }
      if (!name.endsWith('/')) entries.set(name, entry);
    }
  } catch (error) {
    throw error instanceof Problem ? error : broken(error);
  }

  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (!entry) throw new Problem('file_broken', `This file is incomplete: ${name} is missing in it.`);
      try {
        const chunks: Buffer[] = [];
        let size = 0;
        for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
          size += chunk.length;
          if (size > entry.uncompressedSize) throw unsafe('a file in it is larger than it says');
          chunks.push(chunk);
        }
        const content = Buffer.concat(chunks);
        if (size < entry.uncompressedSize || crc32(content) !== entry.crc32)
          throw new Error(`damaged: ${name}`);
        return content;
      } catch (error) {
        throw error instanceof Problem ? error : broken(error);
      }
    },
  };
}

/** Names are UTF-8 or, by the letter of the format, of the first IBM PC; many programs write either without saying so. */
function nameOf({ generalPurposeBitFlag: flag, fileNameRaw: raw, extraFields }: Entry): string {
  const name = yauzl.getFileNameLowLevel(flag, raw, extraFields, true);
  const isUtf8 = flag & 0x800 || extraFields.some(({ id }) => id === UNICODE_PATH);
  if (isUtf8 || raw.every((byte) => byte < 0x80)) return name;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(raw).replaceAll('\\', '/');
    } catch {
      continue;
    }
  }
  return name;
}

function unsafe(why: string): Problem {
  return new Problem('archive_unsafe', `This archive was not opened: ${why}.`);
}

function broken(cause: unknown): never {
  throw new Problem('file_broken', 'This file is damaged or incomplete: fetch or export it again.', {
    cause,
  });
}
