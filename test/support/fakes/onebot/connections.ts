import { createServer, type IncomingMessage } from 'node:http';
import { closeServer, listenOnLoopback } from '../loopback.js';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** What a connection carries; `Universal` is both. */
export type Role = 'Universal' | 'API' | 'Event';

/** A reverse connection, as it was answered. */
export interface Dialled {
  /** 101, or what the handshake was refused with. */
  status: number;
  /** The code it was closed with, once it is. */
  closed: Promise<number>;
  socket: WebSocket;
}

export interface DialOptions {
  role?: Role;
  /** `Token` is that of go-cqhttp; `Bearer`. */
  scheme?: string;
  /** They come last; one that is `undefined` is left out. */
  headers?: Record<string, string | undefined>;
}

/** What goes on over the connections. */
export interface Ends {
  selfId: number;
  token?: string;
  manners?: 'napcat' | 'lagrange' | 'standard';
  /** The first event of a connection. */
  hello(): object;
  take(client: WebSocket, text: string): void;
  /** Something opened or closed. */
  changed(): void;
}

/** The wire of OneBot v11: `communication/ws.md`, `ws-reverse.md`, `authorization.md`. */
export class Connections {
  /** Of the forward server. */
  url = '';
  readonly clients = new Map<WebSocket, Role>();
  /** What is served over plain HTTP, by path. */
  readonly files = new Map<string, { bytes: Buffer; until?: Promise<unknown> | undefined }>();

  private readonly http = createServer((request, response) => {
    const file = this.files.get(request.url ?? '');
    void Promise.resolve(file?.until).then(() =>
      response.writeHead(file ? 200 : 404, { 'content-type': 'image/png' }).end(file?.bytes),
    );
  });
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 50 * 1024 * 1024 });

  constructor(private readonly ends: Ends) {
    this.http.on('upgrade', (request, socket, head) => {
      const refusal = this.ends.manners === 'standard' ? this.tokenRefusal(request) : undefined;
      if (refusal) return void socket.end(`HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\n\r\n`);
      this.sockets.handleUpgrade(request, socket, head, (client) => this.admit(client, request));
    });
  }

  async listen(): Promise<void> {
    this.url = `ws://${await listenOnLoopback(this.http)}`;
  }

  async close(): Promise<void> {
    this.drop();
    await closeServer(this.http);
  }

  drop(): void {
    for (const client of this.clients.keys()) client.terminate();
  }

  push(text: string): void {
    for (const [client, role] of this.clients) if (role !== 'API') client.send(text);
  }

  async dial(url: string, options: DialOptions): Promise<Dialled> {
    const role = options.role ?? 'Universal';
    const headers = {
      'X-Self-ID': String(this.ends.selfId),
      'X-Client-Role': role,
      Authorization: `${options.scheme ?? 'Bearer'} ${this.ends.token ?? ''}`,
      'User-Agent': 'OneBot/11',
      ...options.headers,
    };
    const known = Object.entries(headers).filter(([, value]) => value !== undefined);
    const socket = new WebSocket(url, {
      headers: Object.fromEntries(known),
      handshakeTimeout: 10_000,
      perMessageDeflate: false,
    });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    const status = await new Promise<number>((resolve, reject) => {
      socket.once('open', () => {
        // At once: the other end may speak first.
        this.serve(socket, role);
        resolve(101);
      });
      socket.once('unexpected-response', (_, response) => {
        resolve(response.statusCode!);
        socket.terminate();
      });
      socket.on('error', reject);
    });
    return { status, closed, socket };
  }

  private tokenRefusal({ headers, url }: IncomingMessage): 401 | 403 | undefined {
    const { token } = this.ends;
    if (!token) return undefined;
    const query = new URL(url ?? '/', 'http://a').searchParams.get('access_token');
    const given = query || headers.authorization?.split('Bearer ').pop();
    return given === token ? undefined : given ? 403 : 401;
  }

  private admit(client: WebSocket, request: IncomingMessage): void {
    if (this.tokenRefusal(request)) {
      if (this.ends.manners === 'lagrange') return client.close(1002);
      client.send(JSON.stringify(answer(1403, null, null, 'token验证失败')));
      return client.close();
    }
    const path = (request.url ?? '/').split('?')[0]!.replace(/\/$/, '');
    this.serve(client, path === '/api' ? 'API' : path === '/event' ? 'Event' : 'Universal');
  }

  private serve(client: WebSocket, role: Role): void {
    this.clients.set(client, role);
    client.on('error', () => client.terminate());
    client.once('close', () => {
      this.clients.delete(client);
      this.ends.changed();
    });
    if (role !== 'Event')
      client.on('message', (data: RawData) => this.ends.take(client, (data as Buffer).toString()));
    if (role !== 'API') client.send(JSON.stringify(this.ends.hello()));
    this.ends.changed();
  }
}

/** What an action is answered (`communication/ws.md`, with NapCat's words). */
export function answer(retcode: number, data: unknown, echo: unknown, message = '') {
  const status = retcode === 0 ? 'ok' : retcode === 1 ? 'async' : 'failed';
  return { status, retcode, data, message, wording: message, echo };
}
