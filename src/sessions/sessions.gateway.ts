import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { ownerOfSocket } from '../access/gate/sockets.adapter.js';
import { Scoped } from '../access/requests/scoped.js';
import { readBody } from '../http/read-body.js';
import { SocketProblemFilter } from '../http/socket-bodies.js';
import { storable } from '../text/encoding/storable.js';
import type { ClientToServer, ServerToClient } from '../contracts/sockets.js';
import { SessionBus } from './bus/session-bus.js';
import { SessionWatchers } from './session-watchers.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { MessageRepository } from './story/message.repository.js';
import { picturesSchema } from './turns/admission.js';
import { TurnsService } from './turns/turns.service.js';

const sessionSchema = z.object({ sessionId: z.uuid() });
const sendSchema = sessionSchema.extend({
  clientId: z.string().min(1).max(200).transform(storable),
  text: z.string(),
  pictures: picturesSchema.optional(),
});
const lookSchema = z.object({ sessionId: z.uuid().nullable() });
const rewriteSchema = sessionSchema.extend({ connectionId: z.uuid().optional() });
const turnSchema = z.object({ turnId: z.uuid() });

const roomOf = (sessionId: string) => `session:${sessionId}`;

/** What an event's acknowledgement says when all went well. */
type Answer<Name extends keyof ClientToServer> = Extract<
  Parameters<Parameters<ClientToServer[Name]>[1]>[0],
  { ok: true }
>;

/** The sockets' door to sessions: parses, asks the turns, and passes on what happens to everyone in the room. */
@Scoped('sessions:read')
@WebSocketGateway()
@UseFilters(SocketProblemFilter)
export class SessionsGateway implements OnGatewayInit, OnGatewayDisconnect {
  @WebSocketServer()
  private readonly server!: Server<ClientToServer, ServerToClient>;

  constructor(
    private readonly sessions: SessionViewsRepository,
    private readonly messages: MessageRepository,
    private readonly turns: TurnsService,
    private readonly bus: SessionBus,
    private readonly watchers: SessionWatchers,
  ) {}

  afterInit(): void {
    const { rooms } = this.server.of('/').adapter;
    this.bus.subscribeAll(({ sessionId, name, body }) => {
      const room = roomOf(sessionId);
      // It would be encoded even if nobody is there.
      if (rooms.has(room)) this.server.to(room).emit(name, body as never);
    });
  }

  @SubscribeMessage('session.open')
  async open(
    @ConnectedSocket() socket: Socket,
    @MessageBody() raw: unknown,
  ): Promise<Answer<'session.open'>> {
    const { sessionId } = readBody(sessionSchema, raw);
    const ownerId = ownerOfSocket(socket);
    const { branchId } = await this.sessions.view(ownerId, sessionId);
    // In the room before the state is read: what happens meanwhile comes as events, and nothing is missed.
    await socket.join(roomOf(sessionId));
    const [session, page] = await Promise.all([
      this.sessions.view(ownerId, sessionId),
      this.messages.page(branchId, null, 50),
    ]);
    // What is told after the answer goes on from the answer's text.
    this.bus.flush();
    const turn = this.turns.running(sessionId);
    void this.bus.command({ sessionId, name: 'open', body: { ownerId } });
    return { ok: true, session, messages: page.items, ...(turn ? { turn } : {}) };
  }

  @SubscribeMessage('session.close')
  async close(
    @ConnectedSocket() socket: Socket,
    @MessageBody() raw: unknown,
  ): Promise<Answer<'session.close'>> {
    await socket.leave(roomOf(readBody(sessionSchema, raw).sessionId));
    return { ok: true };
  }

  /** Says what is before somebody's eyes, so that nobody is notified of what they see. */
  @SubscribeMessage('session.look')
  async look(
    @ConnectedSocket() socket: Socket,
    @MessageBody() raw: unknown,
  ): Promise<Answer<'session.look'>> {
    const { sessionId } = readBody(lookSchema, raw);
    if (sessionId) await this.sessions.view(ownerOfSocket(socket), sessionId);
    // It may be gone by now.
    if (socket.connected) this.watchers.look(socket.id, sessionId);
    return { ok: true };
  }

  handleDisconnect(socket: Socket): void {
    this.watchers.look(socket.id, null);
  }

  @Scoped('sessions:talk')
  @SubscribeMessage('message.send')
  async send(
    @ConnectedSocket() socket: Socket,
    @MessageBody() raw: unknown,
  ): Promise<Answer<'message.send'>> {
    const { sessionId, ...incoming } = readBody(sendSchema, raw);
    const { message, turnId } = await this.turns.send(ownerOfSocket(socket), sessionId, incoming);
    return { ok: true, message, turnId };
  }

  @Scoped('sessions:talk')
  @SubscribeMessage('turn.stop')
  stop(@ConnectedSocket() socket: Socket, @MessageBody() raw: unknown): Answer<'turn.stop'> {
    this.turns.stop(ownerOfSocket(socket), readBody(turnSchema, raw).turnId);
    return { ok: true };
  }

  @Scoped('sessions:talk')
  @SubscribeMessage('turn.regenerate')
  async regenerate(
    @ConnectedSocket() socket: Socket,
    @MessageBody() raw: unknown,
  ): Promise<Answer<'turn.regenerate'>> {
    return { ok: true, ...(await this.rewrite(socket, raw, 'regenerate')) };
  }

  @Scoped('sessions:talk')
  @SubscribeMessage('turn.continue')
  async continueReply(
    @ConnectedSocket() socket: Socket,
    @MessageBody() raw: unknown,
  ): Promise<Answer<'turn.continue'>> {
    return { ok: true, ...(await this.rewrite(socket, raw, 'continue')) };
  }

  private rewrite(
    socket: Socket,
    raw: unknown,
    kind: 'regenerate' | 'continue',
  ): Promise<{ turnId: string }> {
    const { sessionId, connectionId } = readBody(rewriteSchema, raw);
    return this.turns.rewriteLastReply(ownerOfSocket(socket), sessionId, kind, connectionId);
  }
}
