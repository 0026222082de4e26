import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const TOKEN = 'the-token-of-the-bench';

/** A model's server that only counts: it tells when the last byte of a request came, and answers with one word. */
export async function startCountingModel() {
  let tell = () => {};
  const server = createServer((socket) => {
    let need = -1;
    let got = 0;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (need < 0) {
        const end = chunk.indexOf('\r\n\r\n');
        const head = chunk.subarray(0, end).toString('latin1');
        need = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        got = chunk.length - end - 4;
      } else got += chunk.length;
      if (got < need) return;
      const at = performance.now();
      const isChat = need > 0;
      need = -1;
      const sse =
        'data: {"choices":[{"index":0,"delta":{"content":"yes"},"finish_reason":null}]}\n\n' +
        'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
      const list = '{"object":"list","data":[{"id":"bench","context_length":4000000}]}';
      const [type, body] = isChat ? ['text/event-stream', sse] : ['application/json', list];
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      if (isChat) tell(at);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    /** When the last byte of the next chat request comes. */
    next: () => new Promise((resolve) => (tell = resolve)),
    close: () => server.close(),
  };
}

/** The built server on an embedded database of its own. */
export async function startBenchServer(env) {
  const dataDir = mkdtempSync(join(tmpdir(), 'keepsake-bench-'));
  chmodSync(dataDir, 0o711);
  const launch = () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['dist/src/main.js'], {
        env: { ...process.env, PORT: '0', OWNER_TOKEN: TOKEN, DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.on('data', (chunk) => {
        const found = /(http:\S+)\/#sign-in/.exec(chunk.toString());
        if (found) resolve({ child, url: found[1] });
      });
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
  let running = await launch();
  const stop = () =>
    new Promise((resolve) => {
      running.child.removeAllListeners('exit');
      running.child.once('exit', resolve);
      running.child.kill('SIGTERM');
    });
  const authorization = `Bearer ${TOKEN}`;
  const call = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const headers = { authorization, ...(body && !isForm ? { 'content-type': 'application/json' } : {}) };
    const request = { method, headers };
    if (body) request.body = isForm ? body : JSON.stringify(body);
    const response = await fetch(running.url + path, request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : null;
  };
  return {
    token: TOKEN,
    get url() {
      return running.url;
    },
    get pid() {
      return running.child.pid;
    },
    call,
    async session(characterId, messages) {
      const { id } = await call('POST', '/api/sessions', { characterId });
      const form = new FormData();
      const lines = Array.from({ length: messages }, (_, n) =>
        JSON.stringify({ role: n % 2 ? 'assistant' : 'user', content: sentence(n) }),
      );
      form.append('file', new Blob([lines.join('\n')]), 'history.jsonl');
      await call('POST', `/api/sessions/${id}/import`, form);
      return id;
    },
    async restart() {
      await stop();
      running = await launch();
    },
    async database() {
      const port = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
      const password = readFileSync(join(dataDir, 'database-password'), 'utf8').trim();
      const client = new pg.Client({
        host: '127.0.0.1',
        port,
        user: 'keepsake',
        password,
        database: 'keepsake',
      });
      client.on('error', () => {}); // it is ended with the server
      await client.connect();
      return client;
    },
    async stop() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Some 260 bytes, no two alike. */
export function sentence(n) {
  return `Message ${n}: we walked along the harbour wall and talked about the ferry, the weather of that year and the letter that never came; 那天风很大，灯塔的光一直亮到清晨。 You said it would be spring before anybody wrote again, and I wrote it down.`;
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
