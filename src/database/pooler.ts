import pg from 'pg';
import { WAIT_FOR_CONNECTION_MS } from './connection-wait.js';

/** Connections that are compared. */
const PROBES = 3;

/**
 * Whether an address leads through a pooler that gives each transaction another connection to the server (PgBouncer
 * with `pool_mode = transaction` or `statement`). Prepared statements, advisory locks and settings get lost there.
 *
 * Two connections that reach the same server process one after the other share it; one that meets another process in
 * its next transaction has none of its own.
 */
export async function isPooledByTransaction(url: string): Promise<boolean> {
  const clients = Array.from(
    { length: PROBES },
    () => new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS }),
  );
  // Without a listener a connection that is cut would end the process; its queries fail by themselves.
  for (const client of clients) client.on('error', () => {});
  const pidOf = async (client: pg.Client) =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const pids: number[] = [];
    for (const client of clients) pids.push(await pidOf(client));
    if (new Set(pids).size < PROBES) return true;
    // The last first, each holding what it got: a pooler that takes turns gives them others now.
    for (const [n, client] of [...clients.entries()].reverse()) {
      await client.query('BEGIN');
      if ((await pidOf(client)) !== pids[n]) return true;
    }
    return false;
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}
