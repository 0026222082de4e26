import type { Server } from 'socket.io';
import { isModestJson } from '../../text/encoding/json-size.js';

/** A socket's events are flat: beyond these one is none of a client's, and parsing it would hold everybody up. */
const MODEST = { depth: 100, values: 20_000 };
/** What stands before an event's JSON: its type, a namespace, its number. */
const HEAD = /^[0-4](?:\/[^,]{0,100},)?\d{0,15}(?:[[{"]|$)/;
/** Packets that a body of polling may bring at once: a client sends together what it could not send before. */
const MOST_PACKETS = 3000;
const SEPARATOR = '\x1e';

/** What is used here of a connection below Socket.IO. */
interface Connection {
  transport: Transport;
  on(event: 'upgrading', listener: (transport: Transport) => void): void;
}

interface Transport {
  name: string;
  /** Of a websocket. */
  socket?: { terminate?(): void };
  onData(data: unknown): void;
  onPacket(packet: { type: string; data?: unknown }): void;
  onError(reason: string): void;
  discard(): void;
}

/**
 * Looks at what comes by a socket before it is parsed, as is done with bodies of HTTP, and ends a connection that brings
 * what no client sends: deep or wide JSON, bytes, thousands of packets at once.
 */
export function boundPackets(server: Server): void {
  server.engine.on('connection', (connection: Connection) => {
    bound(connection.transport);
    connection.on('upgrading', bound);
  });
}

function bound(transport: Transport): void {
  const onPacket = transport.onPacket.bind(transport);
  const end = () => {
    // Polling would wait half a minute for a request to answer with its end.
    transport.discard();
    transport.onError('This is sent by no client.');
    // A closing handshake would go on reading what comes.
    transport.socket?.terminate?.();
  };
  transport.onPacket = (packet) =>
    packet.type !== 'message' || isModest(packet.data) ? onPacket(packet) : end();
  if (transport.name !== 'polling') return;
  const onData = transport.onData.bind(transport);
  transport.onData = (data) => (hasFew(data) ? onData(data) : end());
}

function isModest(data: unknown): boolean {
  return typeof data === 'string' && HEAD.test(data) && isModestJson(data, MODEST);
}

function hasFew(data: unknown): boolean {
  let count = 0;
  for (let at = -1; (at = String(data).indexOf(SEPARATOR, at + 1)) >= 0;)
    if (++count >= MOST_PACKETS) return false;
  return true;
}
