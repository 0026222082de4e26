import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { WAIT_FOR_CONNECTION_MS } from './connection-wait.js';
import { checkDatabase, type DatabaseTraits, DatabaseUnfit } from './database-checks.js';
import { isPooledByTransaction } from './pooler.js';

/** The class of the advisory locks that say "this process lives"; the same number stands in `process_is_alive`. */
const PROCESS_LOCKS = 1264;
/** The lock of the one process that works on the database. */
const SOLE_LOCK = [1265, 1] as const;
/** How long a lock is waited for whose holder may just be ending, and a database that may just be starting. */
const PATIENCE_MS = 5000;
const AGAIN_MS = 250;

/** What a database answers while it starts, and a machine while nothing listens on it yet. */
const STARTING = new Set(['57P03', 'ECONNREFUSED', 'ECONNRESET']);

const APPLICATION = 'keepsake presence';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * This process among all that work on the database. It holds a connection of its own with two advisory locks: one that
 * makes it the only Keepsake there, and one of its number. When the process dies the locks are gone with it, and
 * `process_is_alive(number)` is false at once, without a clock. After a lost connection the process has a new number:
 * what it had begun under the old one is no longer its own. Libraries for locks lend them for a time and so need clocks
 * that agree.
 */
export class ProcessLock implements OnApplicationShutdown {
  private readonly logger = new Logger(ProcessLock.name);
  private client: pg.Client | null = null;
  private ended = false;
  private current: number | null = null;
  private foundTraits!: DatabaseTraits;
  private lose!: (reason: DatabaseUnfit) => void;

  /** Comes when another process has taken the database over: this one must end. */
  readonly lost = new Promise<DatabaseUnfit>((resolve) => (this.lose = resolve));

  private constructor(
    private readonly url: string,
    private readonly migrations: readonly string[],
  ) {}

  /**
   * Looks at the database and takes it for this process; nothing is changed in it yet.
   *
   * @param migrations names of this build's
   * @throws DatabaseUnfit; what the connection failed with
   */
  static async begin(url: string, migrations: readonly string[]): Promise<ProcessLock> {
    const processLock = new ProcessLock(url, migrations);
    await processLock.first();
    return processLock;
  }

  get number(): number {
    if (this.current === null) throw new Error('The number of this process is taken after the migrations.');
    return this.current;
  }

  get traits(): DatabaseTraits {
    return this.foundTraits;
  }

  /** Takes a number, once the migrations have made what gives it. */
  async enrol(): Promise<void> {
    this.current = await numberOf(this.client!);
  }

  /**
   * Asks the database something on this process's own connection, whatever the others do.
   *
   * @param text one statement, or several of which the last one's rows come back
   * @throws what the connection failed with
   */
  async query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    if (!this.client) throw new Error('Connection terminated: the database is away.');
    const results = [await this.client.query<Row>(text)].flat();
    return results.at(-1)!.rows;
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    await this.client?.end().catch(() => undefined);
  }

  private async first(): Promise<void> {
    for (const since = performance.now(); ; await pause(AGAIN_MS)) {
      try {
        return await this.connect();
      } catch (error) {
        const isStarting = STARTING.has((error as { code?: string }).code ?? '');
        if (!isStarting || performance.now() - since > PATIENCE_MS) throw error;
      }
    }
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: APPLICATION,
      keepAlive: true,
      connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
    });
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    await client.connect();
    try {
      if (this.foundTraits === undefined) this.foundTraits = await this.look(client);
      await takeAlone(client);
      if (this.current !== null) this.current = await numberOf(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
  }

  /** @throws DatabaseUnfit */
  private async look(client: pg.Client): Promise<DatabaseTraits> {
    const [traits, isPooled] = await Promise.all([
      checkDatabase(client, this.migrations),
      isPooledByTransaction(this.url),
    ]);
    if (isPooled) {
      throw new DatabaseUnfit(
        'DATABASE_URL leads through a pooler that gives every transaction another connection (PgBouncer in transaction mode). Keepsake needs connections of its own: give the address of PostgreSQL itself, or set pool_mode = session for this database.',
      );
    }
    return traits;
  }

  private reconnect(client: pg.Client): void {
    if (this.ended || this.client !== client) return;
    this.client = null;
    this.logger.warn('The connection that this process is known by was lost; taking a new number.');
    const again = () => {
      if (this.ended) return;
      this.connect().catch((error: unknown) => {
        if (error instanceof DatabaseUnfit) this.lose(error);
        else setTimeout(again, AGAIN_MS).unref();
      });
    };
    again();
  }
}

async function numberOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `WITH mine AS (SELECT nextval('process_numbers')::int AS number)
     SELECT number, pg_advisory_lock($1, number) FROM mine`,
    [PROCESS_LOCKS],
  );
  return rows[0]!.number;
}

/** @throws DatabaseUnfit while another process holds the database, after a little patience */
async function takeAlone(client: pg.Client): Promise<void> {
  for (const since = performance.now(); ; await pause(AGAIN_MS)) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
      ...SOLE_LOCK,
    ]);
    if (rows[0]!.taken) return;
    if (performance.now() - since > PATIENCE_MS) throw new DatabaseUnfit(await takenBy(client));
  }
}

async function takenBy(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ from: string | null; since: Date | null }>(
    `SELECT host(a.client_addr) AS from, a.backend_start AS since
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = $2 AND l.granted
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [...SOLE_LOCK],
  );
  const { from, since } = rows[0] ?? {};
  const who = [from && `from ${from}`, since && `since ${since.toISOString()}`].filter(Boolean).join(', ');
  return `Another Keepsake works on this database${who && ` (${who})`}, and only one may. Stop it first, or give this one a database of its own.`;
}
