import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { locatePostgres } from '../../dist/src/database/embedded/postgres-location.js';
import { startModel } from './model.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = 'the-token-of-the-bench';

/** A server in a process of its own, with a folder, a database and a model made for the bench. */
export class BenchServer {
  #child;
  #sockets = [];
  #dataDir;
  #home;
  #ended = false;
  #env = {};
  model;
  url;

  async begin() {
    this.model = await startModel();
    this.#dataDir = await mkdtemp(join(tmpdir(), 'keepsake-bench-'));
    // As root, PostgreSQL runs as another user, who has to get in.
    await chmod(this.#dataDir, 0o755);
    await this.#launch();
    this.#home = (await locatePostgres(this.#dataDir)).home;
  }

  /** @param env for this start and those after it */
  async restart(env = {}) {
    Object.assign(this.#env, env);
    await this.#stop();
    await this.#launch();
  }

  get token() {
    return TOKEN;
  }

  get pid() {
    return this.#child.pid;
  }

  async databaseUrl() {
    const password = (await readFile(join(this.#dataDir, 'database-password'), 'utf8')).trim();
    const port = (await this.#postmaster())[3].trim();
    return `postgres://keepsake:${password}@127.0.0.1:${port}/keepsake`;
  }

  /** @returns the parsed body; whatever is not a success is thrown */
  post(path, body) {
    return this.#send('POST', path, body);
  }

  /** @returns the parsed body */
  patch(path, body) {
    return this.#send('PATCH', path, body);
  }

  async #send(method, path, body) {
    const form = body instanceof FormData;
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      ...(form ? {} : { 'content-type': 'application/json' }),
    };
    const wish = { method, headers, body: form ? body : JSON.stringify(body) };
    const response = await fetch(this.url + path, wish);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  /** @returns the parsed body */
  async get(path) {
    const response = await fetch(this.url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (!response.ok) throw new Error(`GET ${path} was answered with ${response.status}`);
    return response.json();
  }

  /** @returns the id of a new session */
  async empty() {
    this.character ??= (await this.post('/api/characters', { name: 'Ada' })).id;
    return (await this.post('/api/sessions', { characterId: this.character })).id;
  }

  /** @returns the id of a new session that holds these messages */
  async session(messages) {
    const id = await this.empty();
    await this.add(id, messages);
    return id;
  }

  /** Adds messages to the end of a session. */
  async add(id, messages) {
    const form = new FormData();
    const lines = messages.map((message) => JSON.stringify(message)).join('\n');
    form.append('file', new Blob([lines]), 'history.jsonl');
    await this.post(`/api/sessions/${id}/import`, form);
  }

  /** A socket on which a session is open. */
  async open(sessionId) {
    const socket = io(this.url, { transports: ['websocket'], auth: { token: TOKEN }, forceNew: true });
    this.#sockets.push(socket);
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const answer = await socket.emitWithAck('session.open', { sessionId });
    if (!answer.ok) throw new Error(answer.message);
    return socket;
  }

  /** Stops all and removes the folders, from wherever the bench has come to. */
  async end() {
    this.#ended = true;
    const database = this.#dataDir && Number((await this.#postmaster().catch(() => []))[0]);
    await this.#stop();
    this.model?.close();
    try {
      // Only a server that was killed leaves it running.
      if (database) process.kill(database, 'SIGQUIT');
    } catch {
      // It has ended, as it should.
    }
    for (const folder of [this.#home, this.#dataDir]) {
      if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }

  async #postmaster() {
    const home = this.#home ?? (await locatePostgres(this.#dataDir)).home;
    return (await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  }

  async #launch() {
    if (this.#ended) throw new Error('The bench has ended.');
    const child = spawn(process.execPath, [join(ROOT, 'dist/server/main.js')], {
      cwd: this.#dataDir,
      env: {
        ...process.env,
        PORT: '0',
        HOST: '127.0.0.1',
        ALLOWED_HOSTS: '',
        DATABASE_URL: '',
        OWNER_TOKEN: TOKEN,
        DATA_DIR: this.#dataDir,
        OPENAI_BASE_URL: this.model.url,
        OPENAI_API_KEY: 'x',
        MODEL: 'bench',
        MODEL_CONTEXT_WINDOW: '4000000',
        LOG_LEVEL: 'error',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    let printed = '';
    this.url = await new Promise((resolve, reject) => {
      child.stdout.on('data', (part) => {
        printed += part;
        const link = /(http:\S+)\/#sign-in=\S+/.exec(printed);
        if (link) resolve(link[1]);
      });
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    });
  }

  async #stop() {
    for (const socket of this.#sockets.splice(0)) socket.disconnect();
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
}
