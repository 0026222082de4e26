import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { ownerOfSocket } from '../../access/gate/sockets.adapter.js';
import { Scoped } from '../../access/requests/scoped.js';
import { viewOf } from '../../http/problem.filter.js';
import { readBody } from '../../http/read-body.js';
import { SocketProblemFilter } from '../../http/socket-bodies.js';
import type { ClientToServer, ServerToClient } from '../../contracts/sockets.js';
import { type DraftEvent, DraftsService } from './drafts.service.js';

const stopSchema = z.object({ draftId: z.string().min(1).max(200) });
const writeSchema = stopSchema.extend({ sessionId: z.uuid(), begun: z.string().max(100_000).default('') });
type Writing = z.infer<typeof writeSchema>;

/** The sockets' door to drafts: one at a time for each socket, told to it alone, ended with it. */
@Scoped('sessions:talk')
@WebSocketGateway()
@UseFilters(SocketProblemFilter)
export class DraftsGateway implements OnGatewayDisconnect {
  private readonly writing = new Map<string, { draftId: string; halt: AbortController }>();

  constructor(private readonly drafts: DraftsService) {}

  @SubscribeMessage('draft.write')
  async write(
    @ConnectedSocket() socket: Socket<ClientToServer, ServerToClient>,
    @MessageBody() raw: unknown,
  ): Promise<{ ok: true }> {
    const wish = readBody(writeSchema, raw);
    this.writing.get(socket.id)?.halt.abort();
    const halt = new AbortController();
    this.writing.set(socket.id, { draftId: wish.draftId, halt });
    const events = this.drafts.write(ownerOfSocket(socket), wish.sessionId, wish.begun, halt.signal);
    void this.pass(socket, wish, events, halt.signal).finally(() => {
      if (this.writing.get(socket.id)?.halt === halt) this.writing.delete(socket.id);
    });
    return { ok: true };
  }

  @SubscribeMessage('draft.stop')
  stop(@ConnectedSocket() socket: Socket, @MessageBody() raw: unknown): { ok: true } {
    const { draftId } = readBody(stopSchema, raw);
    const found = this.writing.get(socket.id);
    if (found?.draftId === draftId) found.halt.abort();
    return { ok: true };
  }

  handleDisconnect(socket: Socket): void {
    this.writing.get(socket.id)?.halt.abort();
    this.writing.delete(socket.id);
  }

  private async pass(
    socket: Socket<ClientToServer, ServerToClient>,
    { draftId, sessionId }: Writing,
    events: AsyncGenerator<DraftEvent>,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = { draftId, sessionId };
    let text = '';
    try {
      for await (const event of events) {
        if (event.type === 'end') socket.emit('draft.finished', { ...ids, text, receipt: event.receipt });
        else {
          if (event.anew) text = '';
          socket.emit('draft.delta', { ...ids, offset: text.length, text: event.text });
          text += event.text;
        }
      }
    } catch (error) {
      if (signal.aborted) socket.emit('draft.finished', { ...ids, text });
      else {
        const { code, message } = viewOf(error);
        socket.emit('draft.failed', { ...ids, code, message });
      }
    }
  }
}
