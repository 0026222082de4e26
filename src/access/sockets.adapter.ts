import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions, Socket } from 'socket.io';
import { Problem } from '../problem.js';
import { Gate } from './gate.js';
import { boundSockets, MOST_SOCKETS } from './socket-room.js';
import { cutOffSlowSockets } from './slow-sockets.js';

/** The room of all sockets of one owner. */
export const ownerRoom = (ownerId: string) => `owner:${ownerId}`;

/** The id of the owner whose socket it is. */
export const ownerOfSocket = (socket: Socket): string => (socket.data as { ownerId: string }).ownerId;

/** Socket.IO behind the same gate as HTTP. */
export class GatedSockets extends IoAdapter {
  private readonly gate: Gate;

  constructor(app: INestApplicationContext) {
    super(app);
    this.gate = app.get(Gate, { strict: false });
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const gated: Partial<ServerOptions> = {
      ...options,
      serveClient: false,
      // Deflating small deltas costs seconds at a few hundred streams.
      perMessageDeflate: false,
      maxHttpBufferSize: 4_000_000,
      allowRequest: (request: IncomingMessage, decide: (error: string | null, allowed: boolean) => void) => {
        try {
          this.gate.assertAddressed(request);
          decide(null, true);
        } catch {
          decide('host or origin not allowed', false);
        }
      },
    };
    const server = super.createIOServer(port, gated as ServerOptions) as Server;
    cutOffSlowSockets(server);
    boundSockets(server);
    server.use((socket, next) => {
      this.gate
        .ownerOf(socket.request, (socket.handshake.auth as { token?: unknown }).token)
        .then((ownerId) => {
          const sockets = server.sockets.adapter.rooms.get(ownerRoom(ownerId))?.size ?? 0;
          if (sockets >= MOST_SOCKETS)
            throw new Problem('too_much_waiting', 'Too many windows are open. Close some of them first.');
          (socket.data as { ownerId: string }).ownerId = ownerId;
          void socket.join(ownerRoom(ownerId));
          next();
        })
        .catch((error: unknown) => {
          const refused: Error & { data?: object } = new Error(
            error instanceof Problem ? error.message : 'The sign-in could not be checked.',
          );
          refused.data = { code: error instanceof Problem ? error.code : 'internal' };
          next(refused);
        });
    });
    return server;
  }
}
