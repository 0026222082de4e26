import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { Problem } from '../contracts/problem.js';
import { BACKUP_TABLES } from './backup-tables.js';
import { isManifest, MANIFEST } from './manifest.js';

const MOST_ENTRIES = 200;
const LONGEST_MANIFEST = 10_000;
/** Text packs to a tenth: what claims to inflate so many times is a bomb. */
const MOST_INFLATED = 100;
const MODEST_SIZE = 100_000_000;

/** A backup's archive, looked into but not read. */
export interface ArchiveFile {
  /** The lines of a table; null where the archive has none. */
  lines(table: string): Promise<Readable | null>;
  close(): void;
}

/**
 * Opens an archive and makes sure that it is a backup.
 * @param path on this machine
 * @throws Problem file_broken, file_unsupported, archive_unsafe
 */
export async function openArchive(path: string): Promise<ArchiveFile> {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch(brokenArchive);
  try {
    if (zip.entryCount > MOST_ENTRIES) throw noBackup();
    const entries = await entriesOf(zip).catch(brokenArchive);
    const manifest = entries.get(MANIFEST);
    if (!manifest || !isManifest(await textOf(zip, manifest).catch(brokenArchive))) throw noBackup();
    const inflated = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (inflated > MODEST_SIZE + MOST_INFLATED * (await stat(path)).size) {
      throw new Problem(
        'archive_unsafe',
        'This archive unpacks to far more than a backup does. Send the archive that was saved here.',
      );
    }
    return {
      lines: async (table) => {
        const entry = entries.get(`${table}.jsonl`);
        return entry ? zip.openReadStreamPromise(entry).catch(brokenArchive) : null;
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** The files of it that are known, by name. @throws where one is there twice */
async function entriesOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const known = new Set([
    MANIFEST,
    ...BACKUP_TABLES.flatMap(({ name, formerly }) =>
      (formerly ? [name, formerly] : [name]).map((table) => `${table}.jsonl`),
    ),
  ]);
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) {
    if (!known.has(entry.fileName)) continue;
    if (entries.has(entry.fileName)) throw new Error('a file is there twice');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function textOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  if (entry.uncompressedSize > LONGEST_MANIFEST) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
    chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function noBackup(): Problem {
  return new Problem(
    'file_unsupported',
    'This is no backup of Keepsake, or one of a newer version. Send the archive that was saved here.',
  );
}

export function brokenArchive(cause: unknown): never {
  throw new Problem(
    'file_broken',
    'This backup is damaged or incomplete. Nothing was put back: save it again, or take an earlier one.',
    { cause },
  );
}
