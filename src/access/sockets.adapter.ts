import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions, Socket } from 'socket.io';
import { Problem } from '../problem.js';
import { Gate } from './gate.js';
import { type Owned, ownerIn } from './owned.js';
import { cutOffSlowSockets } from './slow-sockets.js';

/** The room of all sockets of one owner. */
export const ownerRoom = (ownerId: string) => `owner:${ownerId}`;

/** The id of the owner whose socket it is. */
export const ownerOfSocket = (socket: Socket): string => ownerIn(socket.data as Owned);

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
    };
    const server = super.createIOServer(port, gated as ServerOptions) as Server;
    cutOffSlowSockets(server);
    server.use((socket, next) => {
      this.gate
        .ownerOf(socket.request, socket.handshake.auth)
        .then((ownerId) => {
          (socket.data as Owned).ownerId = ownerId;
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
