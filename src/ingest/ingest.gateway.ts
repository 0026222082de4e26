import { type OnGatewayInit, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Server } from 'socket.io';
import { ingestsRoom } from '../access/gate/sockets.adapter.js';
import { IngestStore } from './jobs/ingest-store.js';

/** Tells an owner's sockets how the imports go on. */
@WebSocketGateway()
export class IngestGateway implements OnGatewayInit {
  @WebSocketServer()
  private readonly server!: Server;

  constructor(private readonly store: IngestStore) {}

  afterInit(): void {
    this.store.onProgress(({ ownerId, body }) =>
      this.server.to(ingestsRoom(ownerId)).emit('ingest.progress', body),
    );
  }
}
