import { createHash, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { Gate } from '../../access/gate/gate.js';
import { networkOf } from '../../access/requests/client-address.js';
import { Buckets } from '../core/buckets.js';
import { bridgeOfSocket } from '../../access/requests/bridge-doors.js';
import { MOST_OF_FRAME } from './onebot-socket.js';

/**
 * Nobody guesses a token of so many characters: 16 letters are 75 bits, and sockets that are opened a thousand times a
 * second for a year are 35. Who brings the right one always comes in, whatever others do at the same address.
 */
const NOT_GUESSED = 16;
/**
 * Of a shorter one, the wrong guesses of one address: ten at once, then one a minute, some 1,450 a day. Once they stop, a
 * gateway at the same address waits no longer than a minute.
 */
const MOST_GUESSES = 10;

/** A bridge whose gateway may call, connected or not, until it is closed. */
interface Callable {
  token: Buffer;
  closed: AbortSignal;
}

/**
 * Where gateways call: `/bridges/:id/onebot`, reverse WebSocket of OneBot v11. Only a bridge that waits for its gateway is
 * there, and only who has its token is let in.
 */
@Injectable()
export class OneBotDoor implements OnModuleInit {
  private readonly callable = new Map<string, Callable>();
  /** What takes the next connection in. */
  private readonly expected = new Map<string, (socket: WebSocket) => void>();
  private readonly replacing = new Map<string, () => void>();
  private readonly guesses = new Buckets({ most: MOST_GUESSES, aSecond: 1 / 60 });
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_OF_FRAME,
    perMessageDeflate: false,
  });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
  ) {}

  /** Listens before the gate is put in front of all that listens. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as NodeJS.EventEmitter;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const id = bridgeOfSocket(request.url ?? '');
      if (id !== null) this.open(id, request, socket, head);
    });
  }

  /** The next connection of a bridge's gateway. @param signal the bridge is closed */
  next(bridgeId: string, token: string, signal: AbortSignal): Promise<WebSocket> {
    this.await(bridgeId, { token: hashOf(token), closed: signal });
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.expected.delete(bridgeId);
        reject(new Error('The bridge was closed.'));
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave);
      this.expected.set(bridgeId, (socket) => {
        signal.removeEventListener('abort', leave);
        this.expected.delete(bridgeId);
        socket.pause();
        resolve(socket);
      });
    });
  }

  /** Between two connections, too, a right token is known: one of them has only just ended. */
  private await(bridgeId: string, callable: Callable): void {
    const { closed } = callable;
    if (closed.aborted || this.callable.get(bridgeId)?.closed === closed) return;
    this.callable.set(bridgeId, callable);
    closed.addEventListener('abort', () => {
      if (this.callable.get(bridgeId) === callable) this.callable.delete(bridgeId);
    });
  }

  /** Calls back when the gateway calls again while its connection stands. @returns what ends the watching */
  watch(bridgeId: string, replaced: () => void): () => void {
    this.replacing.set(bridgeId, replaced);
    return () => {
      if (this.replacing.get(bridgeId) === replaced) this.replacing.delete(bridgeId);
    };
  }

  private open(id: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const given = tokenOf(request) ?? '';
    const token = hashOf(given);
    const known = this.callable.get(id);
    const isRight = !!known && timingSafeEqual(known.token, token);
    if (!(isRight && given.length >= NOT_GUESSED)) {
      // Whether a short one is right is not even said once there were too many guesses.
      const [address, now] = [networkOf(this.gate.addressOf(request)), Date.now()];
      if (this.guesses.isEmpty(address, now)) return refuse(socket, 429);
      if (!isRight) {
        this.guesses.of(address, now).take(now);
        return refuse(socket, 401);
      }
    }
    const expected = this.expected.get(id);
    if (!expected) {
      // The old connection ends first, or has just ended: the gateway calls again.
      this.replacing.get(id)?.();
      return refuse(socket, 503);
    }
    this.sockets.handleUpgrade(request, socket, head, expected);
  }
}

/** In a header, or for gateways that can set none, in the query. */
function tokenOf(request: IncomingMessage): string | null {
  const header = /^(?:Bearer|Token) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return header ?? new URL(request.url ?? '', 'http://keepsake').searchParams.get('access_token');
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    () => socket.destroy(),
  );
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();
