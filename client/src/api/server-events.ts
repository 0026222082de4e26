import { sessionsChanged } from './changes.js';
import { socket } from './socket.js';

/** What the server tells by itself makes lists stale; a conversation that is open keeps itself in step. */
export function hearServer(): void {
  socket.on('session.changed', sessionsChanged);
  socket.on('message.created', sessionsChanged);
  socket.on('turn.finished', sessionsChanged);
}
