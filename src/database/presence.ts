import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';

/** The class of the advisory locks that say "this process lives"; the same number stands in the first migration. */
const PROCESS_LOCKS = 1264;

/**
 * This process's number among all that work on the database. It holds an advisory lock of that number on a connection
 * of its own; when the process dies the lock is gone with it, and `process_is_alive(number)` is false at once, without
 * a clock. After a lost connection the process has a new number: what it had begun under the old one is no longer its own.
 */
export class Presence implements OnApplicationShutdown {
  private readonly logger = new Logger(Presence.name);
  private client: pg.Client | null = null;
  private ended = false;
  private current = 0;

  private constructor(private readonly url: string) {}

  static async begin(url: string): Promise<Presence> {
    const presence = new Presence(url);
    await presence.connect();
    return presence;
  }

  get number(): number {
    return this.current;
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'keepsake presence',
      keepAlive: true,
    });
    client.on('error', () => this.reconnect());
    client.on('end', () => this.reconnect());
    await client.connect();
    const { rows } = await client.query<{ number: number }>(
      `WITH mine AS (SELECT nextval('process_numbers')::int AS number)
       SELECT number, pg_advisory_lock($1, number) FROM mine`,
      [PROCESS_LOCKS],
    );
    this.client = client;
    this.current = rows[0]!.number;
  }

  private reconnect(): void {
    if (this.ended || !this.client) return;
    this.client = null;
    this.logger.warn('The connection that this process is known by was lost; taking a new number.');
    const again = () => {
      if (this.ended) return;
      this.connect().catch(() => setTimeout(again, 250).unref());
    };
    again();
  }
}
