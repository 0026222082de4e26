/**
 * What a turn cannot do without, in a thread of its own as the server is a process of its own: a message committed,
 * and the request's bytes written to a socket; cold, also the story read from the database.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import pg from 'pg';
import { clock } from './clock.js';

/** The limit beside a server that has just been started; a first turn of it is as cold as the server's. */
export async function startLimit(databaseUrl) {
  let left = 0;
  let arrived = () => {};
  const sink = createServer((socket) =>
    socket.on('data', (part) => {
      left -= part.length;
      if (left === 0) arrived(clock());
    }),
  );
  sink.listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { databaseUrl, port: sink.address().port },
  });
  await once(worker, 'message');
  return {
    /** @returns milliseconds, and those of them that went before the socket was written to */
    async turn({ sessionId, text, bytes, reads }) {
      left = bytes;
      const lastByte = new Promise((resolve) => (arrived = resolve));
      worker.postMessage({ sessionId, text, bytes, reads });
      const [{ begun, read, stored }] = await once(worker, 'message');
      const ended = await lastByte;
      return { ms: ended - begun, read: read - begun, insert: stored - read, write: ended - stored };
    },
    async stop() {
      await worker.terminate();
      sink.close();
    },
  };
}

if (!isMainThread) {
  const database = new pg.Client(workerData.databaseUrl);
  await database.connect();
  await database.query('CREATE TABLE IF NOT EXISTS bench_limit (LIKE messages INCLUDING ALL)');
  const socket = connect({ port: workerData.port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');

  parentPort.on('message', async ({ sessionId, text, bytes, reads }) => {
    const { rows } = await database.query('SELECT owner_id, branch_id FROM sessions WHERE id = $1', [
      sessionId,
    ]);
    const body = Buffer.alloc(bytes, 'x');
    const begun = clock();
    if (reads) {
      await database.query(
        'SELECT seq, role, label, content, tokens FROM messages WHERE branch_id = $1 ORDER BY seq',
        [rows[0].branch_id],
      );
    }
    const read = clock();
    await database.query(
      `INSERT INTO bench_limit (id, owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status)
       VALUES ($1, $2, $3, $1, 1, 'user', '', $4, 60, 'complete')`,
      [randomUUID(), rows[0].owner_id, sessionId, text],
    );
    const stored = clock();
    socket.write(body);
    parentPort.postMessage({ begun, read, stored });
  });
  parentPort.postMessage('ready');
}
