import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions, Socket } from 'socket.io';
import { Problem } from '../../contracts/problem.js';
import { viewOf } from '../../http/problem.filter.js';
import { Gate } from './gate.js';
import { endableIn, type Owned, ownerIn } from '../requests/owned.js';
import { EventLoopPacer } from '../limits/event-loop-pacer.js';
import { SignInsService } from '../sign-ins/sign-ins.service.js';
import { boundPackets } from '../limits/packet-bounds.js';
import { PacedWebSockets } from '../limits/paced-websockets.js';
import { boundSockets, MOST_SOCKETS } from '../limits/unanswered-events.js';
import { cutOffSlowSockets } from '../limits/slow-sockets.js';
import { boundStrangers } from '../limits/strangers.js';

/** The room of all sockets of one owner. */
const ownerRoom = (ownerId: string) => `owner:${ownerId}`;

/** The room of those of an owner's sockets that may hear of imports. */
export const ingestsRoom = (ownerId: string) => `ingests:${ownerId}`;

/** The id of the owner whose socket it is. */
export const ownerOfSocket = (socket: Socket): string => ownerIn(socket.data as Owned);

/** Socket.IO behind the same gate as HTTP. */
export class GatedSockets extends IoAdapter {
  private readonly gate: Gate;
  private readonly pacer: EventLoopPacer;
  private readonly signIns: SignInsService;

  constructor(app: INestApplicationContext) {
    super(app);
    this.gate = app.get(Gate, { strict: false });
    this.pacer = app.get(EventLoopPacer, { strict: false });
    this.signIns = app.get(SignInsService, { strict: false });
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const gated: Partial<ServerOptions> = {
      ...options,
      serveClient: false,
      wsEngine: PacedWebSockets,
      // Deflating small deltas costs seconds at a few hundred streams.
      perMessageDeflate: false,
      maxHttpBufferSize: 4_000_000,
      connectTimeout: 15_000,
      // Polling by script tags, for browsers of long ago, brings its packets in another form.
      allowRequest: ({ url = '' }, decide) =>
        decide(null, !new URL(url, 'http://keepsake').searchParams.has('j')),
    };
    const server = super.createIOServer(port, gated as ServerOptions) as Server;
    cutOffSlowSockets(server);
    boundPackets(server);
    boundSockets(server, this.pacer);
    const isKnown = boundStrangers(server);
    server.use((socket, next) => {
      this.gate
        .ownerOf(socket.request, socket.handshake.auth)
        .then((ownerId) => {
          const sockets = server.sockets.adapter.rooms.get(ownerRoom(ownerId))?.size ?? 0;
          if (sockets >= MOST_SOCKETS)
            throw new Problem('too_much_waiting', 'Too many windows are open. Close some of them first.');
          const { key } = socket.request as Owned;
          Object.assign(socket.data, { ownerId, key } satisfies Owned);
          isKnown(socket.conn);
          void socket.join(ownerRoom(ownerId));
          if (!key || key.scopes.includes('ingests:read')) void socket.join(ingestsRoom(ownerId));
          this.holdOpen(socket);
          next();
        })
        .catch((error: unknown) => {
          const { code, message, retryAfter } = viewOf(error);
          next(Object.assign(new Error(message), { data: { code, retryAfter } }));
        });
    });
    return server;
  }

  /** A socket that came by cookie or key ends with the sign-in or the key. */
  private holdOpen(socket: Socket): void {
    const cameBy = endableIn(socket.request as Owned);
    if (!cameBy || socket.conn.readyState !== 'open') return;
    const destroy = () => {
      socket.disconnect(true);
      // One that has not been told yet that it is connected is not ended by that.
      socket.conn.close();
    };
    socket.conn.once('close', this.signIns.open.hold(cameBy, { destroy }));
  }
}
