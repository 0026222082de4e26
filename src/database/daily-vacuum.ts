import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { describe } from '../http/problem.filter.js';
import { WAIT_FOR_CONNECTION_MS } from './connection-wait.js';

const DAY_MS = 24 * 60 * 60_000;
/** After a start, which has other things to do. */
const FIRST_AFTER_MS = 15 * 60_000;

/**
 * Has the database clear its pages within a day of what was deleted, for good or by an edit's copy: PostgreSQL itself
 * waits until much has gone.
 */
@Injectable()
export class DailyVacuum implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DailyVacuum.name);
  private timer: NodeJS.Timeout | undefined;
  private client: pg.Client | null = null;

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  onApplicationBootstrap(): void {
    this.after(FIRST_AFTER_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.client?.end();
  }

  private after(ms: number): void {
    this.timer = setTimeout(() => void this.run(), ms).unref();
  }

  private async run(): Promise<void> {
    try {
      await vacuum((this.database.options as { url: string }).url, (client) => (this.client = client));
    } catch (error) {
      if (this.timer) this.logger.warn(`The database was not vacuumed: ${describe(error)}`);
    } finally {
      this.client = null;
      if (this.timer) this.after(DAY_MS);
    }
  }
}

/**
 * Vacuums a database, on a connection of its own: it may take longer than any other statement.
 * @param opened is handed the connection, to end it by
 */
export async function vacuum(
  url: string,
  opened: (client: pg.Client) => void = () => undefined,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'keepsake vacuum',
    connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
  });
  client.on('error', () => undefined);
  opened(client);
  try {
    await client.connect();
    // Whatever somebody holds is left for the next day.
    await client.query('VACUUM (SKIP_LOCKED)');
  } finally {
    await client.end();
  }
}
