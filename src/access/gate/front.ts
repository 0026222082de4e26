import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isOpenAiPath, openAiErrorOf } from '../../http/openai-error.js';
import { answerWith, viewOf } from '../../http/problem.filter.js';
import { Problem } from '../../contracts/problem.js';
import type { Gate } from './gate.js';
import { safeHeaders } from '../requests/headers.js';
import { type EventLoopPacer, URGENT } from '../limits/event-loop-pacer.js';
import { ConcurrencyLimit } from '../limits/concurrency-limit.js';
import { pathOfTarget } from '../requests/target.js';

/** What the parser of requests finds, and how that is answered. */
const UNREADABLE: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Puts the gate before everything that listens to a server so far, Express and Socket.IO alike, so that nothing reads
 * a request, its path or its body before it was let in. Every answer gets its headers here. Of many requests at once,
 * those for each path are begun by turns, and those that only read are bounded until there is an answer.
 *
 * @param probes what tells that the server lives, by path: it is answered right here, before everything that waits
 */
export function standInFront(server: Server, gate: Gate, pacer: EventLoopPacer, probes: Probes): void {
  const [requests, upgrades] = ['request', 'upgrade'].map((event) => {
    const behind = server.listeners(event);
    server.removeAllListeners(event);
    return (...args: unknown[]) => behind.forEach((listener) => listener.apply(server, args));
  }) as [Listener, Listener];
  // The gate says so itself when there is none. Of more headers than are allowed, one shows that there are more.
  Object.assign(server, { requireHostHeader: false, maxHeadersCount: MOST_HEADERS + 1 });

  const readings = new ConcurrencyLimit();
  const begin = (request: IncomingMessage, response: ServerResponse, answered: () => void): void => {
    // Who is gone already would be waited for.
    if (response.closed) return answered();
    onAnswer(response, answered);
    requests(request, response);
  };
  const admit = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(headersFor(gate, request))) response.setHeader(name, value);
    gate
      .admit(request)
      .then(() => gate.begin(request, response))
      .then(() => {
        const line = lineOf(request);
        const probe = probes.get(line);
        if (probe && /^(?:GET|HEAD)$/.test(request.method!))
          return probe().then((view) => answerWithView(response, view));
        if (request.method !== 'GET' || !LOOKED_UP.test(line)) return begin(request, response, () => {});
        readings.begin(line, (ended) => begin(request, response, ended));
      })
      .catch((error: unknown) => (response.headersSent ? response.destroy() : answerWith(response, error)));
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    try {
      gate.admitUpgrade(request);
      upgrades(request, socket, head);
    } catch (error) {
      refuse(socket, error);
    }
  };
  // What came behind another request on its connection, by the connection. An answer that stands behind another has no
  // connection yet, and would never hear of its end.
  const behind = new WeakMap<Socket, (() => void)[]>();
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    const waiting = behind.get(socket);
    if (waiting && (waiting.length >= MOST_PIPELINED || hasTooMany(request))) return void socket.destroy();
    if (hasTooMany(request)) return refuse(socket, unreadable(431), request.url);
    const start = () => {
      response.setMaxListeners(MOST_LISTENERS);
      response.once('close', () => {
        const next = behind.get(socket)?.shift();
        if (!next) behind.delete(socket);
        else if (!socket.destroyed) next();
      });
      const line = lineOf(request);
      pacer.begin(probes.has(line) ? URGENT : line, () => {
        if (!socket.destroyed) admit(request, response);
      });
    };
    if (waiting) return void waiting.push(start);
    behind.set(socket, []);
    start();
  };
  for (const event of ['request', 'checkExpectation']) server.on(event, take);
  server.on('connection', () => pacer.accepted());
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (hasTooMany(request)) return refuse(socket, unreadable(431));
    // Nobody else listens until it is its turn.
    socket.on('error', ignore);
    pacer.begin(lineOf(request), () => {
      socket.off('error', ignore);
      upgrade(request, socket, head);
    });
  });
  server.on('connect', (_request, socket: Duplex) =>
    refuse(socket, new Problem('bad_request', 'This server is no proxy.')),
  );
  server.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    const { _httpMessage: begun } = socket as { _httpMessage?: ServerResponse };
    if (!socket.writable || begun?.headersSent) return void socket.destroy(error);
    refuse(socket, unreadable(UNREADABLE[error.code ?? ''] ?? 400));
  });
}

/** Requests of one connection that wait behind another: clients send one after another, proxies a few at once. */
const MOST_PIPELINED = 32;

/** Browsers and proxies together send some forty; each costs more than its bytes. */
const MOST_HEADERS = 100;

const hasTooMany = ({ rawHeaders }: IncomingMessage) => rawHeaders.length > 2 * MOST_HEADERS;

const unreadable = (status: number) =>
  Object.assign(new Error('This is no request that can be read.'), { status });

type Listener = (...args: unknown[]) => void;

/** What a probe finds, by its path. */
export type Probes = ReadonlyMap<string, () => Promise<{ statusCode?: number }>>;

function answerWithView(response: ServerResponse, view: { statusCode?: number }): void {
  response.statusCode = view.statusCode ?? 200;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(view));
}

/** A stream that a key asked for has eleven: its key, its limits, its sign-in. Node warns of leaks beyond ten. */
const MOST_LISTENERS = 20;

/** What is read from the database. Pictures come from elsewhere, polls of sockets wait, and health has to be told. */
const LOOKED_UP = /^\/(?:api|v1)\/(?!pictures$)/i;

const ignore = () => {};

/** What is asked for, whoever asks: two conversations have different paths. */
const lineOf = ({ url = '' }: IncomingMessage) => pathOfTarget(url) ?? '';

/** Calls back once there is an answer, however long the client takes to read it, or when the client is gone. */
function onAnswer(response: ServerResponse, answered: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
  response.writeHead = (...head: unknown[]) => {
    answered();
    return writeHead(...head);
  };
  response.once('close', answered);
}

function headersFor(gate: Gate, request: IncomingMessage): Record<string, string> {
  try {
    return safeHeaders(gate.socketsOf(request));
  } catch {
    return safeHeaders([]); // asked for by a name that is not ours
  }
}

/** Answers on a connection that has no response, and closes it. */
function refuse(socket: Duplex, error: unknown, url?: string): void {
  const view = viewOf(error);
  const body = JSON.stringify(isOpenAiPath(url) ? openAiErrorOf(view) : view);
  const headers = {
    ...safeHeaders([]),
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on('error', ignore);
  socket.end(
    [`HTTP/1.1 ${view.statusCode} ${STATUS_CODES[view.statusCode]}`, ...lines, '', body].join('\r\n'),
    () => socket.destroy(),
  );
}
