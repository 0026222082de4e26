import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { guildJson, userJson } from './shapes.js';
import type { DiscordWorld } from './world.js';

export const INTENT = {
  guilds: 1 << 0,
  members: 1 << 1,
  presences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  content: 1 << 15,
};
/** All that there are; others are 4013. */
const KNOWN = [...Array(17).keys(), 20, 21, 24, 25].reduce((all, bit) => all | (1 << bit), 0);

interface Session {
  id: string;
  intents: number;
  socket: WebSocket | undefined;
  /** Everything that was dispatched, the first with number 1. */
  events: { t: string; d: unknown }[];
}

interface GatewayOptions {
  token: string;
  /** Intents that are not switched on at Discord: 4014. */
  disallowed: number;
  heartbeatMs: number;
  changed(): void;
}

/** The gateway of version 10 in JSON (`events/gateway`, `topics/opcodes-and-status-codes`). */
export class Gateway {
  url = '';
  /** How often a session was begun, and how often taken up again. */
  identified = 0;
  resumed = 0;
  /** The last code that a client closed with. */
  lastClose: number | undefined;
  /** While it is, heartbeats are not answered, and nothing is said. */
  isSilent = false;

  private readonly sessions = new Map<string, Session>();
  private readonly sockets = new WebSocketServer({ noServer: true });

  constructor(
    private readonly world: DiscordWorld,
    private readonly options: GatewayOptions,
  ) {}

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      const query = new URL(request.url ?? '/', 'http://a').searchParams;
      if (query.get('v') !== '10') return client.close(4012, 'Invalid API version');
      if (query.get('encoding') !== 'json' || query.has('compress'))
        return client.close(4002, 'Decode error');
      this.greet(client);
    });
  }

  /** To every session that wants it; those that are cut off get it when they resume. */
  dispatch(intent: number, t: string, d: (intents: number) => unknown): void {
    for (const session of this.sessions.values()) {
      if (intent && !(session.intents & intent)) continue;
      session.events.push({ t, d: d(session.intents) });
      this.send(session, session.events.length);
    }
  }

  /** Connected clients; `op` 7 and 9 are sent to them, and closes. */
  get clients(): WebSocket[] {
    return [...this.sessions.values()].flatMap(({ socket }) => socket ?? []);
  }

  say(op: number, d: unknown): void {
    for (const client of this.clients) client.send(JSON.stringify({ op, d, s: null, t: null }));
  }

  /** No session can be taken up again. */
  forget(): void {
    this.sessions.clear();
  }

  terminate(): void {
    for (const client of this.sockets.clients) client.terminate();
  }

  private greet(client: WebSocket): void {
    let session: Session | undefined;
    let sent = 0;
    const minute = setInterval(() => (sent = 0), 60_000).unref();
    client.on('error', () => client.terminate());
    client.on('close', (code) => {
      clearInterval(minute);
      this.lastClose = code;
      if (session?.socket === client) session.socket = undefined;
      // Whoever says goodbye has no session any more.
      if (session && (code === 1000 || code === 1001)) this.sessions.delete(session.id);
      this.options.changed();
    });
    client.on('message', (data: RawData) => {
      const text = (data as Buffer).toString();
      if (++sent > 120) return client.close(4008, 'Rate limited');
      if (Buffer.byteLength(text) > 4096) return client.close(4002, 'Decode error');
      let packet: { op?: number; d?: Record<string, unknown> };
      try {
        packet = JSON.parse(text) as typeof packet;
      } catch {
        return client.close(4002, 'Decode error');
      }
      const { op } = packet;
      if (op === 1) return this.isSilent ? undefined : client.send(JSON.stringify({ op: 11 }));
      if (op === 2 || op === 6) {
        if (session) return client.close(4005, 'Already authenticated');
        if (packet.d?.['token'] !== this.options.token) return client.close(4004, 'Authentication failed');
        session = op === 2 ? this.identify(client, packet.d) : this.resume(client, packet.d);
        return this.options.changed();
      }
      if (op === undefined || ![3, 4, 8, 31].includes(op)) return client.close(4001, 'Unknown opcode');
      if (!session) client.close(4003, 'Not authenticated');
    });
    client.send(
      JSON.stringify({ op: 10, d: { heartbeat_interval: this.options.heartbeatMs }, s: null, t: null }),
    );
  }

  private identify(client: WebSocket, d: Record<string, unknown>): Session | undefined {
    const intents = d['intents'];
    if (typeof d['properties'] !== 'object') return void client.close(4002, 'Decode error');
    if (!Number.isSafeInteger(intents) || Number(intents) & ~KNOWN)
      return void client.close(4013, 'Invalid intent(s)');
    if (Number(intents) & this.options.disallowed) return void client.close(4014, 'Disallowed intent(s)');
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      intents: Number(intents),
      socket: client,
      events: [],
    };
    this.sessions.set(session.id, session);
    this.identified++;
    const guilds = [...this.world.guilds.values()];
    const events = [
      {
        t: 'READY',
        d: {
          v: 10,
          user: { ...userJson(this.world.bot), verified: true, mfa_enabled: false, email: null, flags: 0 },
          guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
          session_id: session.id,
          resume_gateway_url: this.url,
          session_type: 'normal',
          private_channels: [],
          relationships: [],
          shard: [0, 1],
          application: {
            id: this.world.bot.id,
            flags: this.options.disallowed & INTENT.content ? 0 : 1 << 19,
          },
        },
      },
      ...(session.intents & INTENT.guilds
        ? guilds.map((guild) => ({ t: 'GUILD_CREATE', d: guildJson(this.world, guild) }))
        : []),
    ];
    for (const event of events) {
      session.events.push(event);
      this.send(session, session.events.length);
    }
    return session;
  }

  private resume(client: WebSocket, d: Record<string, unknown>): Session | undefined {
    const session = this.sessions.get(String(d['session_id']));
    if (!session) return void client.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
    const seq = Number(d['seq']);
    if (!Number.isSafeInteger(seq) || seq > session.events.length)
      return void client.close(4007, 'Invalid seq');
    session.socket?.terminate();
    session.socket = client;
    this.resumed++;
    for (let n = seq + 1; n <= session.events.length; n++) this.send(session, n);
    session.events.push({ t: 'RESUMED', d: {} });
    this.send(session, session.events.length);
    return session;
  }

  private send({ socket, events }: Session, s: number): void {
    if (this.isSilent || socket?.readyState !== WebSocket.OPEN) return;
    const { t, d } = events[s - 1]!;
    socket.send(JSON.stringify({ op: 0, t, s, d }));
  }
}
