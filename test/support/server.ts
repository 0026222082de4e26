import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../src/contracts/sockets.js';
import type { IngestView } from '../../src/contracts/ingest.js';

const TOKEN = 'the-token-of-the-tests';
const MAIN = resolve('dist/server/main.js');
/** Node 22 and newer keep there what they have compiled of it. */
const COMPILED = join(tmpdir(), 'keepsake-compiled');

/** A real server in a process of its own, on a database of its own. */
export interface TestServer {
  url: string;
  token: string;
  /** As printed. */
  signInLink: string;
  databaseUrl: string;
  dataDir: string;
  pid: number;
  /** @returns status and parsed body */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  upload(
    path: string,
    field: string,
    file: { name: string; bytes: Uint8Array | string },
    more?: Record<string, string>,
  ): Promise<{ status: number; body: any }>;
  socket(): Promise<Socket<ServerToClient, ClientToServer>>;
  /** Waits until an ingest needs somebody or has ended. */
  settled(ingestId: string): Promise<IngestView>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** The same database and folder again, with other variables where told. */
  restart(change?: Record<string, string>): Promise<TestServer>;
  /** Everything it has printed. */
  output(): string;
  /** Stops reading what it prints, as a terminal that was closed does. */
  hangUp(): void;
}

export async function startServer(env: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
  return launch({ DATA_DIR: dataDir, DATABASE_URL: await freshDatabase(), ...env });
}

/** A database of its own, as migrations leave one, by its address. */
export async function freshDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client(process.env['TEST_DATABASE_URL']);
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE migrated`);
  await client.end();
  return process.env['TEST_DATABASE_URL']!.replace(/\/keepsake$/, `/${name}`);
}

/** @param folder that it starts in: by itself one without a `.env` */
export async function launch(env: Record<string, string>, folder = tmpdir()): Promise<TestServer> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: COMPILED,
      PORT: '0',
      OWNER_TOKEN: TOKEN,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const link = await new Promise<string>((resolve, reject) => {
    const heard = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\S+#sign-in=\S+/.exec(printed);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
  return serverOf(child, env, link, () => printed);
}

function serverOf(
  child: ChildProcess,
  env: Record<string, string>,
  signInLink: string,
  output: () => string,
): TestServer {
  const url = signInLink.split('/#')[0]!;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const sockets: Socket[] = [];
  const answer = async (response: Response) => {
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) as unknown };
    } catch {
      return { status: response.status, body: text };
    }
  };
  const server: TestServer = {
    url,
    token: TOKEN,
    signInLink,
    databaseUrl: env['DATABASE_URL'] ?? '',
    dataDir: env['DATA_DIR']!,
    pid: child.pid!,
    call: async (method, path, body) =>
      answer(
        await fetch(url + path, {
          method,
          headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    upload: async (path, field, file, more = {}) => {
      const form = new FormData();
      form.append(field, new Blob([file.bytes as never]), file.name);
      for (const [key, value] of Object.entries(more)) form.append(key, value);
      // While a file was made nothing else was done: connections that the server has closed are noticed first.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return answer(await fetch(url + path, { method: 'POST', headers, body: form }));
    },
    socket: async () => {
      const socket = io(url, { transports: ['websocket'], auth: { token: TOKEN }, forceNew: true });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      return socket;
    },
    settled: async (id) => {
      for (;;) {
        const { body } = await server.call('GET', `/api/ingests/${id}`);
        if (!['queued', 'running'].includes(body.status)) return body;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: async (signal = 'SIGTERM') => {
      for (const socket of sockets) socket.disconnect();
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      return ended;
    },
    restart: async (change = {}) => {
      await server.stop();
      return launch({ ...env, ...change });
    },
    output,
    hangUp: () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
  return server;
}

/** Removes the folder of a server that had its own. */
export async function forget(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Waits for one event that passes a test. */
export function once<Name extends keyof ServerToClient>(
  socket: Socket<ServerToClient, ClientToServer>,
  name: Name,
  passes: (event: Parameters<ServerToClient[Name]>[0]) => boolean = () => true,
): Promise<Parameters<ServerToClient[Name]>[0]> {
  return new Promise((resolve) => {
    const listen = (event: Parameters<ServerToClient[Name]>[0]) => {
      if (!passes(event)) return;
      socket.off(name, listen as never);
      resolve(event);
    };
    socket.on(name, listen as never);
  });
}
