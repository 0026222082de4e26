import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { Problem } from '../problem.js';
import { BACKUP_TABLES, type BackupTable } from './backup-tables.js';

const MANIFEST = 'keepsake.json';
const FORMAT = 1;
/** Lines of JSON as they are: no control character stands in them, so none of them parts or quotes anything. */
const LINES = `(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')`;

/** Everything that a person owns as one archive, and back: a zip of JSON lines, a file for each table. */
@Injectable()
export class Backups {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * The archive as it is written, of one moment: what is changed meanwhile is not in it. The database writes the lines,
   * which pass through as bytes, no faster than they are taken.
   */
  async write(ownerId: string): Promise<Readable> {
    const { master } = this.database.driver as unknown as { master: pg.Pool };
    const client = await master.connect();
    const begin = async () => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const statement = `SELECT now() AS at, set_config('keepsake.owner', $1, true)`;
      return (await client.query<{ at: Date }>(statement, [ownerId])).rows[0]!.at;
    };
    const at = await begin().catch((error: unknown) => {
      client.release(true);
      throw error;
    });
    const options = { mtime: at };
    const zip = new yazl.ZipFile();
    const archive = zip.outputStream as Readable;
    const manifest = { keepsake: 'backup', format: FORMAT, at: at.toISOString() };
    zip.addBuffer(Buffer.from(JSON.stringify(manifest)), MANIFEST, options);
    // Each is read only when the one before it is written, so one connection does.
    for (const table of BACKUP_TABLES) {
      zip.addReadStreamLazy(`${table.name}.jsonl`, options, (give) => {
        const rows = client.query(copyTo(`COPY (${linesOf(table)}) TO STDOUT WITH ${LINES}`));
        rows.once('error', (error) => archive.destroy(error));
        give(null, rows);
      });
    }
    zip.end();
    let ended = false;
    archive.once('end', () => {
      ended = true;
      void client.query('COMMIT').then(
        () => client.release(),
        () => client.release(true),
      );
    });
    // Who breaks it off leaves a connection in the middle of a copy, which is of no more use.
    archive.once('close', () => !ended && client.release(true));
    zip.on('error', (error) => archive.destroy(error as Error));
    return archive;
  }

  /**
   * Puts an archive back, all of it or nothing. What is there already, by its id, stays as it is.
   * @param path of the archive on this machine
   * @returns how many rows were put back, by table
   * @throws Problem file_broken, file_unsupported
   */
  async restore(ownerId: string, path: string): Promise<Record<string, number>> {
    const zip = await yauzl.openPromise(path, { autoClose: false }).catch(broken);
    const entries = new Map<string, yauzl.Entry>();
    try {
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      const text = async (name: string) => {
        const entry = entries.get(name);
        if (!entry || entry.uncompressedSize > 10_000) return '';
        const chunks: Buffer[] = [];
        for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
          chunks.push(chunk);
        return Buffer.concat(chunks).toString('utf8');
      };
      if (!isManifest(await text(MANIFEST))) {
        throw new Problem(
          'file_unsupported',
          'This is no backup of Keepsake, or one of a newer version. Send the archive that was saved here.',
        );
      }
      return await this.database.transaction(async (manager) => {
        // Samples that nobody has touched would stand beside those of the archive.
        await manager.query(
          `DELETE FROM characters c WHERE owner_id = $1 AND sample
             AND NOT EXISTS (SELECT FROM sessions WHERE owner_id = $1)
             AND NOT EXISTS (SELECT FROM characters WHERE owner_id = $1 AND NOT sample)
             AND NOT EXISTS (SELECT FROM sheets WHERE character_id = c.id AND version > 1)`,
          [ownerId],
        );
        await manager.query('CREATE TEMP TABLE backup_lines (line jsonb) ON COMMIT DROP');
        const restored: Record<string, number> = {};
        for (const { name } of BACKUP_TABLES) {
          const entry = entries.get(`${name}.jsonl`);
          if (!entry) continue;
          const stream = await zip.openReadStreamPromise(entry);
          restored[name] = await this.putBack(manager, ownerId, name, stream);
        }
        await this.assertOwn(manager, ownerId);
        return restored;
      });
    } catch (error) {
      if (error instanceof Problem) throw error;
      const failed = error as { code?: string; driverError?: { code?: string } };
      const code = failed.driverError?.code ?? failed.code;
      // What the database refuses (classes 22 and 23) came from the archive.
      if (code?.startsWith('22') || code?.startsWith('23') || !code) broken(error);
      throw error;
    } finally {
      zip.close();
    }
  }

  private async putBack(
    manager: EntityManager,
    ownerId: string,
    table: string,
    stream: Readable,
  ): Promise<number> {
    await manager.query('TRUNCATE backup_lines');
    const client = (await manager.queryRunner!.connect()) as pg.PoolClient;
    await pipeline(stream, client.query(copyFrom(`COPY backup_lines FROM STDIN WITH ${LINES}`)));
    const known = await manager.query<{ name: string; given: boolean | null }[]>(
      `SELECT column_name AS name, (SELECT line FROM backup_lines LIMIT 1) ? column_name::text AS given
       FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER'`,
      [table],
    );
    // Only columns that are there, by the database's own word: names come from the archive.
    const names = known
      .filter(({ name, given }) => given && name !== 'owner_id')
      .map(({ name }) => `"${name}"`);
    if (known.every(({ given }) => given === null)) return 0;
    if (!names.length) throw new Error('rows of nothing that is known');
    const owner = known.some(({ name }) => name === 'owner_id') ? ['owner_id'] : [];
    const [{ made }] = await manager.query<[{ made: number }]>(
      `WITH made AS (
         INSERT INTO ${table} (${[...names, ...owner].join(', ')})
         SELECT ${[...names.map((name) => `r.${name}`), ...owner.map(() => '$1::uuid')].join(', ')}
         FROM backup_lines b, jsonb_populate_record(NULL::${table}, b.line) r ON CONFLICT DO NOTHING RETURNING 1
       ) SELECT count(*)::int AS made FROM made`,
      owner.length ? [ownerId] : [],
    );
    return made;
  }

  /** Nothing that came in may hang on what is another's. */
  private async assertOwn(manager: EntityManager, ownerId: string): Promise<void> {
    const [{ strange }] = await manager.query<[{ strange: boolean }]>(
      `SELECT EXISTS (SELECT FROM sessions s JOIN characters c ON c.id = s.character_id WHERE s.owner_id = $1 AND c.owner_id <> $1)
         OR EXISTS (SELECT FROM sessions s JOIN personas p ON p.id = s.persona_id WHERE s.owner_id = $1 AND p.owner_id <> $1)
         OR EXISTS (SELECT FROM messages m JOIN sessions s ON s.id = m.session_id WHERE m.owner_id = $1 AND s.owner_id <> $1)
         OR EXISTS (SELECT FROM turns m JOIN sessions s ON s.id = m.session_id WHERE m.owner_id = $1 AND s.owner_id <> $1)
         OR EXISTS (SELECT FROM folds m JOIN sessions s ON s.id = m.session_id WHERE m.owner_id = $1 AND s.owner_id <> $1)
         OR EXISTS (SELECT FROM sessions s JOIN branches b ON b.id = s.branch_id WHERE s.owner_id = $1 AND b.session_id <> s.id)
         OR EXISTS (SELECT FROM branch_segments g JOIN branches b ON b.id = g.branch_id JOIN branches o ON o.id = g.of_branch_id
                    JOIN sessions s ON s.id = b.session_id WHERE s.owner_id = $1 AND o.session_id <> b.session_id)
         OR EXISTS (SELECT FROM character_sources r JOIN characters c ON c.id = r.character_id JOIN sources o ON o.id = r.source_id
                    WHERE c.owner_id = $1 AND o.owner_id <> $1) AS strange`,
      [ownerId],
    );
    if (strange) throw new Error('rows of another owner');
  }
}

function linesOf({ name, mine, order, instead }: BackupTable): string {
  const row = instead ? `to_jsonb(t) || (${instead})::jsonb` : 'to_jsonb(t)';
  return `SELECT (${row}) - 'owner_id' FROM ${name} t WHERE ${mine} ORDER BY ${order}`;
}

function isManifest(text: string): boolean {
  try {
    const { keepsake, format } = JSON.parse(text) as { keepsake?: unknown; format?: unknown };
    return keepsake === 'backup' && format === FORMAT;
  } catch {
    return false;
  }
}

function broken(cause: unknown): never {
  throw new Problem(
    'file_broken',
    'This backup is damaged or incomplete. Nothing was put back: save it again, or take an earlier one.',
    { cause },
  );
}
