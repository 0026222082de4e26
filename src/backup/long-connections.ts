import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { WAIT_FOR_CONNECTION_MS } from '../database/connection-wait.js';
import { ProcessLock } from '../database/process-lock.js';
import { Problem } from '../contracts/problem.js';

/** So many at once: each holds a connection, and while it saves, a state of the whole database. */
const MOST = { saving: 2, restoring: 1 };
type Work = keyof typeof MOST;
const RETRY_AFTER_S = 30;
/** So often it is looked whether the database answers while something long goes on, and so long it has for that. */
const LOOK_EVERY_MS = 10_000;
const PATIENCE_MS = 15_000;

/**
 * Connections of their own for what takes long: a client that reads slowly holds none of the pool's, and no limit on the
 * time of a statement holds for them. Where the database answers nobody any more, they are ended.
 */
@Injectable()
export class LongConnections implements OnModuleDestroy {
  private readonly open: Record<Work, Set<pg.Client>> = { saving: new Set(), restoring: new Set() };
  private looking: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly processLock: ProcessLock,
  ) {}

  /**
   * A connection, to be given back by `release`, whatever happens.
   * @throws Problem backup_busy
   */
  async take(work: Work): Promise<pg.Client> {
    if (this.open[work].size >= MOST[work]) {
      throw new Problem(
        'backup_busy',
        work === 'saving'
          ? 'Two backups are being saved already. Wait until one is done, then try again.'
          : 'A backup is being put back already. Wait until that is done, then try again.',
        { retryAfter: RETRY_AFTER_S },
      );
    }
    const { url } = this.database.options as { url?: string };
    const client = new pg.Client({
      connectionString: url,
      application_name: `keepsake ${work}`,
      keepAlive: true,
      connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
    });
    // Whoever works with it hears of its end; that alone is no reason to end the process.
    client.on('error', () => undefined);
    this.open[work].add(client);
    this.looking ??= setTimeout(() => void this.look(), LOOK_EVERY_MS).unref();
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.release(client);
      throw error;
    }
  }

  /** Ends it, in the middle of a statement, too. */
  release(client: pg.Client): void {
    for (const clients of Object.values(this.open)) clients.delete(client);
    client.end().catch(() => undefined);
  }

  /** Downloads that nobody reads do not keep the server from stopping. */
  onModuleDestroy(): void {
    clearTimeout(this.looking);
    this.releaseAll();
  }

  private async look(): Promise<void> {
    if (!(await this.answers())) this.releaseAll();
    const isUsed = Object.values(this.open).some((clients) => clients.size > 0);
    this.looking = isUsed ? setTimeout(() => void this.look(), LOOK_EVERY_MS).unref() : undefined;
  }

  /** Asked on a connection that there is: a pooler may have no other to give. */
  private answers(): Promise<boolean> {
    const answer = this.processLock.query('SELECT 1').then(
      () => true,
      () => false,
    );
    return Promise.race([answer, sleep(PATIENCE_MS, false, { ref: false })]);
  }

  private releaseAll(): void {
    for (const clients of Object.values(this.open)) for (const client of clients) this.release(client);
  }
}
