import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { Problem } from '../problem.js';
import { BACKUP_TABLES, type BackupTable } from './backup-tables.js';

const MANIFEST = 'keepsake.json';
const FORMAT = 1;
/** Rows that are read at once. */
const ROWS = 500;
/** Characters of lines that are put back in one statement. */
const BATCH = 4 * 1024 * 1024;
/** Characters of one row; no text or picture that is taken in is near it. */
const LONGEST = 400 * 1024 * 1024;

/** Everything that a person owns as one archive, and back: a zip of JSON lines, a file for each table. */
@Injectable()
export class Backups {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The archive as it is written, of one moment: what is changed meanwhile is not in it. */
  async write(ownerId: string): Promise<Readable> {
    const runner = this.database.createQueryRunner();
    await runner.startTransaction('REPEATABLE READ');
    await runner.query(`SELECT set_config('keepsake.owner', $1, true)`, [ownerId]);
    const [{ at }] = (await runner.query('SELECT now() AS at')) as [{ at: Date }];
    const zip = new yazl.ZipFile();
    const options = { mtime: at };
    const manifest = { keepsake: 'backup', format: FORMAT, at: at.toISOString() };
    zip.addBuffer(Buffer.from(JSON.stringify(manifest)), MANIFEST, options);
    // Each is read only when the one before it is written, so one connection does.
    for (const table of BACKUP_TABLES) {
      zip.addReadStreamLazy(`${table.name}.jsonl`, options, (give) =>
        give(null, Readable.from(this.lines(runner, table), { objectMode: false })),
      );
    }
    zip.end();
    const archive = zip.outputStream as Readable;
    const close = () => {
      if (!runner.isReleased) void runner.rollbackTransaction().finally(() => runner.release());
    };
    archive.once('end', close).once('close', close).once('error', close);
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
      const { code } = (error as { driverError?: { code?: string } }).driverError ?? {};
      // What the database refuses (classes 22 and 23) came from the archive.
      if (code?.startsWith('22') || code?.startsWith('23') || !code) broken(error);
      throw error;
    } finally {
      zip.close();
    }
  }

  private async *lines(
    runner: QueryRunner,
    { name, mine, order, instead }: BackupTable,
  ): AsyncGenerator<string> {
    const row = instead ? `to_jsonb(t) || (${instead})::jsonb` : 'to_jsonb(t)';
    const without = `(${row}) - 'owner_id'`;
    await runner.query(
      `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT (${without})::text AS line FROM ${name} t WHERE ${mine} ORDER BY ${order}`,
    );
    for (;;) {
      const rows = (await runner.query(`FETCH ${ROWS} FROM backup_rows`)) as { line: string }[];
      if (!rows.length) break;
      yield rows.map(({ line }) => `${line}\n`).join('');
    }
    await runner.query('CLOSE backup_rows');
  }

  private async putBack(
    manager: EntityManager,
    ownerId: string,
    table: string,
    stream: Readable,
  ): Promise<number> {
    const known = await manager.query<{ name: string }[]>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER'`,
      [table],
    );
    const hasOwner = known.some(({ name }) => name === 'owner_id');
    let insert = '';
    let batch: string[] = [];
    let size = 0;
    let rows = 0;
    const flush = async () => {
      if (!batch.length) return;
      const parameters = [`[${batch.join(',')}]`, ...(hasOwner ? [ownerId] : [])];
      const [{ made }] = await manager.query<[{ made: number }]>(insert, parameters);
      rows += made;
      batch = [];
      size = 0;
    };
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (!line) continue;
      if (line.length > LONGEST) throw new Error('a row is too long');
      if (!insert) {
        const given = new Set(Object.keys(JSON.parse(line) as object));
        // Only columns that are there, by the database's own word: names come from the archive.
        const columns = known
          .map(({ name }) => name)
          .filter((name) => given.has(name) && name !== 'owner_id');
        const names = columns.map((name) => `"${name}"`);
        const owner = hasOwner ? ['owner_id'] : [];
        insert = `WITH made AS (
            INSERT INTO ${table} (${[...names, ...owner].join(', ')})
            SELECT ${[...names, ...(hasOwner ? ['$2::uuid'] : [])].join(', ')}
            FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING RETURNING 1
          ) SELECT count(*)::int AS made FROM made`;
      }
      batch.push(line);
      size += line.length;
      if (size >= BATCH) await flush();
    }
    await flush();
    return rows;
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
