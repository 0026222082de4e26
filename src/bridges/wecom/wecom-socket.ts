import { randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { EventLine } from '../core/event-line.js';
import { type PlatformHooks, PlatformRefusal } from '../running/platform.js';
import { type Message, readFrame } from './wire.js';

/** WeCom ends a connection that says nothing; one of which nothing comes back is dead. */
const PING_MS = 30_000;
const ANSWERS_WITHIN_MS = 15_000;
/** Bytes of a frame. */
export const MOST_OF_FRAME = 4 * 1024 * 1024;
/** Of events that wait: more are left where they are until these are taken in. */
const MOST_WAITING = 200;

/** 全局错误码, and those of the long connection: what they mean, and where waiting helps, for how long in milliseconds. */
const MEANINGS: Record<string, [code: string, retryAfterMs?: number]> = {
  [-1]: ['unreachable', 2000],
  40001: ['unauthorized'],
  40058: ['refused'],
  45002: ['too_long'],
  45009: ['rate_limited', 20_000],
  45033: ['rate_limited', 5000],
  93006: ['not_allowed'],
  846605: ['gone'],
  846607: ['rate_limited', 5000],
  846608: ['ended'],
  853000: ['unauthorized'],
};

interface Waiting {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** Who hears what comes over a connection. */
export interface WecomEvents {
  message(reqId: string, message: Message): Promise<void>;
  come(reqId: string, message: Message): Promise<void>;
}

/** The long connection of a bot: one at a time, as long as it stands. */
export class WecomSocket {
  /** What waits for its answer, by what it was asked with: the same may be asked again, behind it. */
  private readonly asked = new Map<string, Waiting[]>();
  private readonly events = new EventLine((waiting) => {
    if (waiting > MOST_WAITING) this.socket.pause();
    else if (waiting <= MOST_WAITING / 2 && this.socket.isPaused) this.socket.resume();
  });
  private refusal: PlatformRefusal | null = null;
  private isAlive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly hear: WecomEvents,
  ) {}

  /** Signs in, and serves it until it ends. @throws PlatformRefusal */
  async serve(
    bot: { bot_id: string; secret: string },
    up: PlatformHooks['up'],
    signal: AbortSignal,
  ): Promise<void> {
    const { socket } = this;
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.on('message', (data: RawData, isBinary: boolean) => {
      this.isAlive = true;
      if (!isBinary) this.read((data as Buffer).toString('utf8'));
    });
    const leave = () => socket.terminate();
    signal.addEventListener('abort', leave);
    const watch = setInterval(() => {
      if (!this.isAlive) return socket.terminate();
      // Nobody reads while too much waits.
      this.isAlive = socket.isPaused;
      this.ask('ping', `ping_${randomUUID()}`).catch(() => undefined);
    }, PING_MS);
    try {
      if (signal.aborted) leave();
      socket.resume();
      this.ask('aibot_subscribe', `subscribe_${randomUUID()}`, bot).then(
        () => up(bot.bot_id),
        (error: unknown) => {
          if (error instanceof PlatformRefusal && error.code !== 'not_connected')
            this.refusal ??= new PlatformRefusal('unauthorized', error.message);
          socket.terminate();
        },
      );
      await ended;
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', leave);
      for (const waiting of this.asked.values())
        for (const { reject } of waiting) reject(new Error('The connection has ended.'));
      this.asked.clear();
    }
    if (this.refusal) throw this.refusal;
  }

  /** @throws PlatformRefusal; anything else where no answer comes: it is not known whether it was done */
  async ask(cmd: string, reqId: string, body?: object): Promise<void> {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) throw new PlatformRefusal('not_connected', 'Not connected.', 1000);
    let timer: NodeJS.Timeout | undefined;
    const waiting = this.asked.get(reqId) ?? [];
    this.asked.set(reqId, waiting);
    let own: Waiting | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        own = { resolve, reject };
        waiting.push(own);
        timer = setTimeout(() => reject(new Error('WeCom does not answer.')), ANSWERS_WITHIN_MS);
        socket.send(JSON.stringify({ cmd, headers: { req_id: reqId }, ...(body && { body }) }));
      });
    } finally {
      clearTimeout(timer);
      const at = own ? waiting.indexOf(own) : -1;
      if (at >= 0) waiting.splice(at, 1);
      if (waiting.length === 0 && this.asked.get(reqId) === waiting) this.asked.delete(reqId);
    }
  }

  private read(text: string): void {
    const frame = readFrame(text);
    if (frame.kind === 'answer') {
      // Of several, the first is answered first.
      const waiting = this.asked.get(frame.reqId)?.shift();
      if (frame.errcode === 0) waiting?.resolve();
      else waiting?.reject(refusalOf(frame));
    } else if (frame.kind === 'replaced') {
      this.refusal = new PlatformRefusal('replaced', 'Another connection of the same bot has taken over.');
      this.socket.terminate();
    } else if (frame.kind === 'message') {
      this.events.add(() => this.hear.message(frame.reqId, frame.message));
    } else if (frame.kind === 'come') {
      this.events.add(() => this.hear.come(frame.reqId, frame.message));
    }
  }
}

function refusalOf({ errcode, why }: { errcode: number; why: string }): PlatformRefusal {
  const [code, retryAfterMs] = MEANINGS[String(errcode)] ?? ['refused'];
  return new PlatformRefusal(code, `${errcode} ${why}`.slice(0, 200), retryAfterMs ?? null);
}
