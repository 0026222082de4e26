import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Characters } from '../characters/characters.service.js';
import { Presence } from '../database/presence.js';
import { cursorOf, pageOf, readCursor, type PageQuery } from '../http-page.js';
import { Problem } from '../problem.js';
import type { CastMerge, IngestView, Page, ServerToClient } from '../wire.js';
import { checkMerges, mergedCast } from './cast.js';
import { Ingest, type IngestChoice, IngestFile } from './ingest.entity.js';

export interface NewIngest {
  title: string;
  urls?: string[];
  /** Fetch the suggested pages around the links, too. */
  subpages?: boolean;
  files?: { name: string; bytes: Buffer }[];
  wanted?: string;
  /** Whom it adds to. */
  characterId?: string;
  upToSection?: number;
  tokenBudget?: number;
}

/** A job's progress, and whose it is. */
export interface IngestProgress {
  ownerId: string;
  body: Parameters<ServerToClient['ingest.progress']>[0];
}

const missing = () => new Problem('not_found', 'There is no such import, or it is not yours.');

/** Ingests in the database: the row of a job is its place in the queue, its progress and its result. */
@Injectable()
export class IngestStore {
  private readonly progress = new EventEmitter();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly presence: Presence,
    private readonly characters: Characters,
  ) {}

  onProgress(listener: (progress: IngestProgress) => void): void {
    this.progress.on('progress', listener);
  }

  async create(ownerId: string, wish: NewIngest): Promise<string> {
    return this.database.transaction(async (manager) => {
      const made = await manager.insert(Ingest, {
        ownerId,
        status: 'queued',
        step: wish.urls?.length ? 'fetch' : 'decode',
        title: wish.title,
        urls: wish.urls ?? [],
        subpages: wish.subpages ?? false,
        wanted: wish.wanted ?? null,
        characterId: wish.characterId ?? null,
        choice: { names: [], upToSection: wish.upToSection, tokenBudget: wish.tokenBudget },
      });
      const ingestId = (made.identifiers[0] as { id: string }).id;
      for (const [n, { name, bytes }] of (wish.files ?? []).entries()) {
        await manager.insert(IngestFile, { ingestId, n, name, bytes });
      }
      return ingestId;
    });
  }

  async view(ownerId: string, id: string): Promise<IngestView> {
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw missing();
    return (await this.views([ingest]))[0]!;
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<IngestView>> {
    const before = readCursor(page.before);
    const query = this.database
      .getRepository(Ingest)
      .createQueryBuilder('i')
      .where('i.ownerId = :ownerId', { ownerId })
      .orderBy('i.createdAt', 'DESC')
      .addOrderBy('i.id', 'DESC')
      .take(page.limit + 1);
    if (before) query.andWhere('(i.createdAt, i.id) < (:at, :id)', before);
    const rows = await query.getMany();
    const { items, next } = pageOf(
      rows,
      page.limit,
      (row) => cursorOf(row.createdAt, row.id),
      (row) => row,
    );
    return { items: await this.views(items), ...(next ? { next } : {}) };
  }

  /** Takes the oldest job that nobody alive works on. */
  async claim(): Promise<Ingest | null> {
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `UPDATE ingests SET status = 'running', holder = $1, updated_at = now()
       WHERE id = (
         SELECT id FROM ingests
         WHERE status = 'queued' OR (status = 'running' AND NOT process_is_alive(holder))
         ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [this.presence.number],
    );
    return rows[0] ? this.database.getRepository(Ingest).findOneBy({ id: rows[0].id }) : null;
  }

  async files(ingestId: string): Promise<IngestFile[]> {
    return this.database.getRepository(IngestFile).find({ where: { ingestId }, order: { n: 'ASC' } });
  }

  /**
   * Brings a running job further and tells of it.
   * @throws Problem conflict when it was cancelled, or is no longer this process's
   */
  async advance(
    ingest: Ingest,
    change: Partial<
      Pick<
        Ingest,
        | 'status'
        | 'step'
        | 'progress'
        | 'message'
        | 'cast'
        | 'questions'
        | 'talks'
        | 'flags'
        | 'spentTokens'
        | 'title'
        | 'offers'
        | 'doubts'
        | 'unread'
      >
    >,
    manager: EntityManager = this.database.manager,
  ): Promise<void> {
    const { affected } = await manager.update(
      Ingest,
      { id: ingest.id, status: 'running', holder: this.presence.number },
      { ...change, ...(change.status ? { holder: () => 'NULL' } : {}) },
    );
    if (!affected) throw new Problem('conflict', 'This import was cancelled.');
    Object.assign(ingest, change);
    this.tell(ingest);
  }

  /** A job that cannot go on as it was told to: whoever chose is asked again. */
  async ask(ingest: Ingest, error: { code: string; message: string }): Promise<void> {
    const change = {
      status: 'needs_choice' as const,
      step: 'choose' as const,
      error,
      message: error.message,
    };
    await this.database
      .getRepository(Ingest)
      .update({ id: ingest.id, status: 'running' }, { ...change, holder: () => 'NULL' });
    this.tell({ ...ingest, ...change });
  }

  /** A job that came to nothing: what was half made goes. */
  async fail(ingest: Ingest, error: { code: string; message: string }): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.update(
        Ingest,
        { id: ingest.id, status: 'running' },
        { status: 'failed', error, message: error.message, holder: () => 'NULL' },
      );
      if (affected) await this.clear(manager, ingest.id);
    });
    Object.assign(ingest, { status: 'failed', error, message: error.message });
    this.tell(ingest);
  }

  /** @throws Problem not_found; conflict when it has ended */
  async cancel(ownerId: string, id: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE ingests SET status = 'cancelled', message = '', holder = NULL, updated_at = now()
         WHERE owner_id = $1 AND id = $2 AND status IN ('queued', 'running', 'needs_choice') RETURNING id`,
        [ownerId, id],
      );
      if (rows.length) await this.clear(manager, id);
    });
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw missing();
    if (ingest.status !== 'cancelled') throw new Problem('conflict', 'This import has already ended.');
    this.tell(ingest);
  }

  /**
   * Queues the making of some of the cast.
   * @throws Problem not_found, bad_request for a name that is not in the cast, conflict while it runs
   */
  async choose(ownerId: string, id: string, choice: IngestChoice): Promise<void> {
    const ingest = await this.chosen(ownerId, id, choice);
    const { affected } = await this.database
      .getRepository(Ingest)
      .createQueryBuilder()
      .update({ status: 'queued', step: 'write', choice, error: null, message: '', spentTokens: 0 })
      .where(`ownerId = :ownerId AND id = :id AND status IN ('needs_choice', 'done')`, { ownerId, id })
      .execute();
    if (!affected)
      throw new Problem(
        'conflict',
        'Nobody can be chosen now: this import is still running, or came to nothing.',
      );
    this.tell({ ...ingest, status: 'queued', step: 'write', message: '' });
  }

  /**
   * Queues the fetching of pages that were offered.
   * @throws Problem not_found, bad_request for a page that was not offered, conflict unless it waits for a choice
   */
  async choosePages(ownerId: string, id: string, urls: readonly string[]): Promise<void> {
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw missing();
    const offered = new Set(ingest.offers.filter(({ state }) => state !== 'taken').map(({ url }) => url));
    if (!urls.every((url) => offered.has(url))) {
      throw new Problem(
        'bad_request',
        'Only pages that this import offers, and has not taken yet, can be fetched.',
      );
    }
    const offers = ingest.offers.map((offer) =>
      urls.includes(offer.url) ? { ...offer, state: 'chosen' as const } : offer,
    );
    const { affected } = await this.database
      .getRepository(Ingest)
      .createQueryBuilder()
      .update({ status: 'queued', step: 'fetch', progress: 0.1, message: '', offers })
      .where(`ownerId = :ownerId AND id = :id AND status = 'needs_choice'`, { ownerId, id })
      .execute();
    if (!affected)
      throw new Problem('conflict', 'Pages can only be added while the import waits for a choice.');
    this.tell({ ...ingest, status: 'queued', step: 'fetch', progress: 0.1, message: '' });
  }

  /**
   * Takes in which of the cast a person says are one; the whole list each time.
   * @throws Problem not_found; bad_request for names that are not there; conflict while it runs
   */
  async merge(ownerId: string, id: string, merges: CastMerge[]): Promise<void> {
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw missing();
    checkMerges(ingest, merges);
    const { affected } = await this.database
      .getRepository(Ingest)
      .createQueryBuilder()
      .update({ merges })
      .where(`ownerId = :ownerId AND id = :id AND status IN ('needs_choice', 'done')`, { ownerId, id })
      .execute();
    if (!affected)
      throw new Problem(
        'conflict',
        'The cast cannot be changed now: this import is still running, or came to nothing.',
      );
  }

  /**
   * Has a file read again in another of the encodings that it may be in.
   * @throws Problem not_found; bad_request for a file or an encoding that is not in doubt; conflict unless it waits
   */
  async chooseEncoding(
    ownerId: string,
    id: string,
    { file, encoding }: { file: number; encoding: string },
  ): Promise<void> {
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw missing();
    const doubt = ingest.doubts.find((one) => one.file === file);
    if (!doubt?.options.some((option) => option.encoding === encoding)) {
      throw new Problem(
        'bad_request',
        'Only an encoding that this import offers for that file can be chosen.',
      );
    }
    await this.database.transaction(async (manager) => {
      // what was said of names that were read wrongly does not hold of others
      const merges: CastMerge[] = [];
      const change = { status: 'queued', step: 'decode', progress: 0.2, message: '', merges } as const;
      const { affected } = await manager.update(Ingest, { ownerId, id, status: 'needs_choice' }, change);
      if (!affected)
        throw new Problem('conflict', 'An encoding can only be chosen while the import waits for a choice.');
      await manager.update(IngestFile, { ingestId: id, n: file }, { encoding });
    });
    this.tell({ ...ingest, status: 'queued', step: 'decode', progress: 0.2, message: '' });
  }

  /**
   * A job whose cast holds those who are chosen.
   * @throws Problem not_found, bad_request for a name or a section that is not there
   */
  async chosen(ownerId: string, id: string, { names, upToSection }: IngestChoice): Promise<Ingest> {
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw missing();
    const { cast } = mergedCast(ingest, ingest.merges);
    const known = new Set(cast.flatMap(({ name, aliases }) => [name, ...aliases]));
    if (ingest.wanted) known.add(ingest.wanted);
    const unknown = names.filter((name) => !known.has(name));
    if (unknown.length) {
      throw new Problem(
        'bad_request',
        `Not in the cast of this text: ${unknown.join(', ')}. Choose from the cast as it is listed.`,
      );
    }
    if (upToSection !== undefined) {
      const [{ most }] = await this.database.query<[{ most: number }]>(
        `SELECT coalesce(max((SELECT count(*) FROM sections WHERE source_id = s.id)), 0)::int AS most
         FROM sources s WHERE s.ingest_id = $1`,
        [id],
      );
      if (upToSection > most) {
        throw new Problem('bad_request', `There is no section ${upToSection}: this text has ${most}.`);
      }
    }
    return ingest;
  }

  private tell({ ownerId, id, status, step, progress, message }: Ingest): void {
    this.progress.emit('progress', {
      ownerId,
      body: { id, status, step, progress, message },
    } satisfies IngestProgress);
  }

  private async clear(manager: EntityManager, ingestId: string): Promise<void> {
    await manager.delete(IngestFile, { ingestId });
    await manager.query(
      `DELETE FROM sources s WHERE ingest_id = $1 AND NOT EXISTS (SELECT FROM character_sources WHERE source_id = s.id)`,
      [ingestId],
    );
  }

  private async views(ingests: Ingest[]): Promise<IngestView[]> {
    const ids = ingests.map(({ id }) => id);
    const [made, sources] = await Promise.all([
      this.characters.ofIngests(ids),
      this.database.query<{ ingest_id: string; id: string }[]>(
        `SELECT ingest_id, id FROM sources s WHERE ingest_id = ANY($1)
         ORDER BY created_at, (SELECT count(*) FROM sections WHERE source_id = s.id) DESC, id`,
        [ids],
      ),
    ]);
    return ingests.map((ingest) => ({
      id: ingest.id,
      status: ingest.status,
      step: ingest.step,
      progress: ingest.progress,
      message: ingest.message,
      title: ingest.title,
      offers: ingest.offers,
      unread: ingest.unread,
      ...mergedCast(ingest, ingest.merges),
      merges: ingest.merges,
      doubts:
        ingest.status === 'needs_choice'
          ? ingest.doubts.map(({ file, name, encoding, options }) => ({ file, name, encoding, options }))
          : [],
      characterIds: [
        ...new Set([...(ingest.characterId ? [ingest.characterId] : []), ...(made.get(ingest.id) ?? [])]),
      ],
      flags: ingest.flags,
      spentTokens: ingest.spentTokens,
      sourceIds: sources.filter((source) => source.ingest_id === ingest.id).map((source) => source.id),
      createdAt: ingest.createdAt.toISOString(),
      ...(ingest.error ? { error: ingest.error } : {}),
    }));
  }
}
