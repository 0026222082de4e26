import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import yazl from 'yazl';
import { BACKUP_TABLES, type BackupTable } from './backup-tables.js';
import { LongConnections } from './long-connections.js';
import { MANIFEST, manifestOf } from './manifest.js';

/** Whose it is, and what the database makes of the rest of a row. */
const NOT_SAVED = [
  'owner_id',
  ...['line_text', 'line_language', 'creator', 'tags', 'found_by'],
  ...['card_hash', 'sha256'],
];

/** Lines of JSON as they are: no control character stands in them, so none of them parts or quotes anything. */
const LINES = `(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')`;

/** Everything that a person owns as one archive: a zip of JSON lines, a file for each table. */
@Injectable()
export class BackupService {
  constructor(private readonly connections: LongConnections) {}

  /**
   * The archive as it is written, of one moment: what is changed meanwhile is not in it. The database writes the lines,
   * which pass through as bytes, no faster than they are taken.
   *
   * @throws Problem backup_busy
   */
  async write(ownerId: string): Promise<Readable> {
    const client = await this.connections.take('saving');
    try {
      return archiveOf(client, await this.begin(client, ownerId), () => this.connections.release(client));
    } catch (error) {
      this.connections.release(client);
      throw error;
    }
  }

  /** @returns the moment that the archive is of */
  private async begin(client: pg.Client, ownerId: string): Promise<Date> {
    await client.query(`SET TIME ZONE 'UTC'`);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const statement = `SELECT now() AS at, set_config('keepsake.owner', $1, true)`;
    return (await client.query<{ at: Date }>(statement, [ownerId])).rows[0]!.at;
  }
}

/** @param done when it was read to its end, or broken off */
function archiveOf(client: pg.Client, at: Date, done: () => void): Readable {
  const options = { mtime: at };
  const zip = new yazl.ZipFile();
  const archive = zip.outputStream as Readable;
  let reading: { connection: unknown } | undefined;
  zip.addBuffer(Buffer.from(manifestOf(at)), MANIFEST, options);
  // Each is read only when the one before it is written, so one connection does.
  for (const table of BACKUP_TABLES) {
    zip.addReadStreamLazy(`${table.name}.jsonl`, options, (give) => {
      const rows = client.query(copyTo(`COPY (${linesOf(table)}) TO STDOUT WITH ${LINES}`));
      reading = rows as unknown as { connection: unknown };
      rows.on('error', (error) => archive.destroy(error));
      give(null, rows);
    });
  }
  zip.end();
  zip.on('error', (error) => archive.destroy(error as Error));
  client.on('error', (error) => archive.destroy(error));
  client.on('end', () => archive.destroy());
  archive.once('close', () => {
    // In the middle of a copy its reader would go on with a connection that is no more.
    if (reading) reading.connection = null;
    done();
  });
  return archive;
}

function linesOf({ name, mine, order, instead }: BackupTable): string {
  const row = instead ? `to_jsonb(t) || (${instead})::jsonb` : 'to_jsonb(t)';
  return `SELECT (${row}) - '{${NOT_SAVED.join(',')}}'::text[] FROM ${name} t WHERE ${mine} ORDER BY ${order}`;
}
