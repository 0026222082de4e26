import { UseFilters } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { ownerOfSocket } from '../../access/gate/sockets.adapter.js';
import { Scoped } from '../../access/requests/scoped.js';
import { readBody } from '../../http/read-body.js';
import { SocketProblemFilter } from '../../http/socket-bodies.js';
import type { MessageView } from '../../contracts/message.js';
import { EditsService } from './edits/edits.service.js';
import { PinsService } from './pins/pins.service.js';
import { SwipesService } from './edits/swipes.service.js';

const messageSchema = z.object({ sessionId: z.uuid(), messageId: z.uuid() });
const editSchema = messageSchema.extend({ content: z.string() });
const pinSchema = messageSchema.extend({ pinned: z.boolean() });
const deleteSchema = messageSchema.extend({ forever: z.boolean().optional() });

interface Changed {
  ok: true;
  message: MessageView;
}

/** The sockets' door to changing what was said. Everyone in the room hears of it as `message.changed`. */
@Scoped('sessions:write')
@WebSocketGateway()
@UseFilters(SocketProblemFilter)
export class MessagesGateway {
  constructor(
    private readonly edits: EditsService,
    private readonly swipes: SwipesService,
    private readonly pins: PinsService,
  ) {}

  @SubscribeMessage('message.edit')
  async edit(@ConnectedSocket() socket: Socket, @MessageBody() raw: unknown): Promise<Changed> {
    const { sessionId, messageId, content } = readBody(editSchema, raw);
    return { ok: true, message: await this.edits.edit(ownerOfSocket(socket), sessionId, messageId, content) };
  }

  @SubscribeMessage('message.choose')
  async choose(@ConnectedSocket() socket: Socket, @MessageBody() raw: unknown): Promise<Changed> {
    const { sessionId, messageId } = readBody(messageSchema, raw);
    return { ok: true, message: await this.swipes.choose(ownerOfSocket(socket), sessionId, messageId) };
  }

  @SubscribeMessage('message.delete')
  async delete(@ConnectedSocket() socket: Socket, @MessageBody() raw: unknown): Promise<Changed> {
    const { sessionId, messageId, forever } = readBody(deleteSchema, raw);
    const ownerId = ownerOfSocket(socket);
    const message = forever
      ? await this.edits.deleteForever(ownerId, sessionId, messageId)
      : await this.edits.hide(ownerId, sessionId, messageId);
    return { ok: true, message };
  }

  @SubscribeMessage('message.pin')
  async pin(@ConnectedSocket() socket: Socket, @MessageBody() raw: unknown): Promise<Changed> {
    const { sessionId, messageId, pinned } = readBody(pinSchema, raw);
    return { ok: true, message: await this.pins.set(ownerOfSocket(socket), sessionId, messageId, pinned) };
  }
}
