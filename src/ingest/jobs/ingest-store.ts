import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { SourcesRepository } from '../../sources/sources.repository.js';
import { CharactersService } from '../../characters/characters.service.js';
import { ProcessLock } from '../../database/process-lock.js';
import { cursorOf, pageOf, readCursor, type PageQuery } from '../../http/paging.js';
import { Problem } from '../../contracts/problem.js';
import type { IngestSummary, IngestView } from '../../contracts/ingest.js';
import type { Page } from '../../contracts/paging.js';
import type { ServerToClient } from '../../contracts/sockets.js';
import { mergedCast } from '../cast/cast.js';
import { flagView } from '../cast/flags.js';
import { Ingest, IngestFile } from './ingest.entity.js';
import { IngestsRepository, type ListedIngest } from './ingests.repository.js';
import { bytesIn, IngestFiles, type NewFile } from './ingest-files.js';

export interface NewIngest {
  title: string;
  urls?: string[];
  /** Fetch the suggested pages around the links, too. */
  subpages?: boolean;
  files?: NewFile[];
  wanted?: string;
  /** Whom it adds to. */
  characterId?: string;
  upToSection?: number;
  tokenBudget?: number;
}

/** What a running job may change of its row. */
export type IngestChange = Partial<
  Pick<
    Ingest,
    | 'status'
    | 'step'
    | 'progress'
    | 'message'
    | 'error'
    | 'cast'
    | 'questions'
    | 'talks'
    | 'flags'
    | 'spentTokens'
    | 'title'
    | 'offers'
    | 'doubts'
    | 'unread'
    | 'underWay'
    | 'deaths'
  >
>;

/** A job's progress, and whose it is. */
export interface IngestProgress {
  ownerId: string;
  body: Parameters<ServerToClient['ingest.progress']>[0];
}

/** Ingests in the database: the row of a job is its place in the queue, its progress and its result. */
@Injectable()
export class IngestStore {
  private readonly progress = new EventEmitter();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rows: IngestsRepository,
    private readonly processLock: ProcessLock,
    private readonly characters: CharactersService,
    private readonly sources: SourcesRepository,
    private readonly files: IngestFiles,
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
      for (const [n, file] of (wish.files ?? []).entries()) {
        const { name, title } = file;
        await this.files.add(manager, { ingestId, n, name, ...(title && { title }) }, bytesIn(file));
      }
      return ingestId;
    });
  }

  /** @throws Problem not_found */
  async of(ownerId: string, id: string): Promise<Ingest> {
    const ingest = await this.database.getRepository(Ingest).findOneBy({ ownerId, id });
    if (!ingest) throw new Problem('not_found', 'There is no such import, or it is not yours.');
    return ingest;
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<IngestView> {
    const ingest = await this.of(ownerId, id);
    const [made, sources] = await Promise.all([
      this.characters.ofIngests([id]),
      this.sources.idsOfIngests([id]),
    ]);
    return {
      ...summaryOf(ingest, made),
      offers: ingest.offers,
      unread: ingest.unread,
      ...mergedCast(ingest, ingest.merges),
      merges: ingest.merges,
      doubts:
        ingest.status === 'needs_choice'
          ? ingest.doubts.map(({ file, name, encoding, options }) => ({ file, name, encoding, options }))
          : [],
      flags: ingest.flags.map(flagView),
      sourceIds: sources.map((source) => source.id),
    };
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<IngestSummary>> {
    const rows = await this.rows.list(ownerId, readCursor(page.before), page.limit + 1);
    const made = await this.characters.ofIngests(rows.map(({ id }) => id));
    return pageOf(
      rows,
      page.limit,
      (row) => cursorOf(row.createdAt, row.id),
      (row) => summaryOf(row, made),
    );
  }

  /** Takes the oldest job that nobody alive works on. */
  async claim(): Promise<Ingest | null> {
    return this.rows.claim(this.processLock.number);
  }

  /**
   * Brings a running job further and tells of it.
   * @throws Problem conflict when it was cancelled, or is no longer this process's
   */
  async advance(
    ingest: Ingest,
    change: IngestChange,
    manager: EntityManager = this.database.manager,
  ): Promise<void> {
    const { affected } = await manager.update(
      Ingest,
      { id: ingest.id, status: 'running', holder: this.processLock.number },
      { ...change, ...(change.status ? { holder: () => 'NULL', underWay: null } : {}) },
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
      .update({ id: ingest.id, status: 'running' }, { ...change, holder: () => 'NULL', underWay: null });
    this.tell({ ...ingest, ...change });
  }

  /** A job that came to nothing: what was half made goes. */
  async fail(ingest: Ingest, error: { code: string; message: string }): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.update(
        Ingest,
        { id: ingest.id, status: 'running' },
        {
          status: 'failed',
          error,
          message: error.message,
          holder: () => 'NULL',
          underWay: null,
          deaths: {},
        },
      );
      if (affected) await this.clear(manager, ingest.id);
    });
    Object.assign(ingest, { status: 'failed', error, message: error.message });
    this.tell(ingest);
  }

  /** @throws Problem not_found; conflict when it has ended */
  async cancel(ownerId: string, id: string): Promise<void> {
    const isCancelled = await this.database.transaction(async (manager) => {
      const cancelled = await this.rows.cancel(manager, ownerId, id);
      if (cancelled) await this.clear(manager, id);
      return cancelled;
    });
    const ingest = await this.of(ownerId, id);
    if (!isCancelled && ingest.status !== 'cancelled')
      throw new Problem('conflict', 'This import has already ended.');
    this.tell(ingest);
  }

  /** Lets the owner know how far a job is. */
  tell({ ownerId, id, status, step, progress, message }: Ingest): void {
    this.progress.emit('progress', {
      ownerId,
      body: { id, status, step, progress, message },
    } satisfies IngestProgress);
  }

  private async clear(manager: EntityManager, ingestId: string): Promise<void> {
    await manager.delete(IngestFile, { ingestId });
    await this.sources.deleteUnused(manager, ingestId);
  }
}

/** @param made the characters of each ingest */
function summaryOf(ingest: ListedIngest, made: ReadonlyMap<string, string[]>): IngestSummary {
  const { id, status, step, progress, message, title, characterId, spentTokens, createdAt, error } = ingest;
  return {
    ...{ id, status, step, progress, message, title, spentTokens },
    characterIds: [...new Set([...(characterId ? [characterId] : []), ...(made.get(id) ?? [])])],
    createdAt: createdAt.toISOString(),
    ...(error ? { error } : {}),
  };
}
