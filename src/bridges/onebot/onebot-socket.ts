import { randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { EventLine } from '../core/event-line.js';
import { safeName } from '../core/names.js';
import type { PlatformHooks } from '../running/platform.js';
import { PlatformRefusal } from '../running/platform.js';
import {
  type Frame,
  idIn,
  mentions,
  type MessageEvent,
  picturesOf,
  readFrame,
  repliedTo,
  textIn,
  textOf,
} from './wire.js';

type Answer = Extract<Frame, { kind: 'answer' }>;

/** Some gateway says nothing for long, and some connection is gone without a word. */
const PING_MS = 30_000;
const ANSWERS_WITHIN_MS = 20_000;
/** Bytes of a frame. */
export const MOST_OF_FRAME = 8 * 1024 * 1024;
/** Of events that wait: more are left where they are until these are taken in. */
const MOST_WAITING = 200;

/** Return codes of gateways that do not know us: OneBot v11, "status codes", as HTTP's with a thousand added. */
const UNKNOWN_TO_THEM = [1401, 1403];

/** An open connection with a gateway, whoever has called whom. */
export class OneBotSocket {
  private readonly asked = new Map<
    string,
    { resolve: (answer: Answer) => void; reject: (error: Error) => void }
  >();
  private readonly events = new EventLine((waiting) => {
    if (waiting > MOST_WAITING) this.socket.pause();
    else if (waiting <= MOST_WAITING / 2 && this.socket.isPaused) this.socket.resume();
  });
  private refusal: PlatformRefusal | null = null;
  private isAlive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly hooks: PlatformHooks,
  ) {}

  /** Serves it until it ends. @throws PlatformRefusal where the gateway does not know us */
  async serve(signal: AbortSignal): Promise<void> {
    const { socket } = this;
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.on('pong', () => (this.isAlive = true));
    socket.on('message', (data: RawData, isBinary: boolean) => {
      this.isAlive = true;
      if (!isBinary) this.hear(readFrame((data as Buffer).toString('utf8')));
    });
    const leave = () => socket.terminate();
    signal.addEventListener('abort', leave);
    const watch = setInterval(() => {
      if (!this.isAlive) return socket.terminate();
      this.isAlive = false;
      socket.ping();
    }, PING_MS);
    try {
      if (signal.aborted) leave();
      socket.resume();
      const login = this.ask('get_login_info', {}).then((answer) => {
        if (!answer.ok) throw refusalOf(answer);
        const name = safeName(textIn(answer.data, 'nickname'), '');
        const id = idIn(answer.data, 'user_id') ?? '';
        this.hooks.up(name === '' ? id : `${name} (${id})`);
      });
      login.catch((error: unknown) => {
        if (error instanceof PlatformRefusal) this.refusal ??= error;
        socket.terminate();
      });
      await ended;
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', leave);
      for (const { reject } of this.asked.values()) reject(new Error('The connection has ended.'));
      this.asked.clear();
    }
    if (this.refusal) throw this.refusal;
  }

  /** @throws where no answer comes: it is not known whether it was done */
  async ask(action: string, params: object): Promise<Answer> {
    if (this.socket.readyState !== this.socket.OPEN)
      throw new PlatformRefusal('not_connected', 'Not connected.', 1000);
    const echo = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.asked.set(echo, { resolve, reject });
        timer = setTimeout(() => reject(new Error('The gateway does not answer.')), ANSWERS_WITHIN_MS);
        this.socket.send(JSON.stringify({ action, params, echo }));
      });
    } finally {
      clearTimeout(timer);
      this.asked.delete(echo);
    }
  }

  private hear(frame: Frame): void {
    if (frame.kind === 'answer') {
      const asked = frame.echo === null ? undefined : this.asked.get(frame.echo);
      if (asked) asked.resolve(frame);
      else if (UNKNOWN_TO_THEM.includes(frame.retcode)) {
        this.refusal = refusalOf(frame);
        this.socket.terminate();
      }
      return;
    }
    if (frame.kind === 'recall') {
      const { messageId, userId, groupId } = frame;
      this.events.add(() => this.hooks.edited({ chat: groupId ?? privateChat(userId) }, messageId, null));
    }
    // What the bot says itself comes back to it.
    if (frame.kind !== 'message' || frame.event.userId === frame.event.selfId) return;
    const { event } = frame;
    this.events.add(() => this.take(event));
  }

  private async take(event: MessageEvent): Promise<void> {
    const { segments, selfId, groupId, userId } = event;
    const chat = groupId ?? privateChat(userId);
    const answered = repliedTo(segments);
    const addressed =
      groupId === null ||
      mentions(segments, selfId) ||
      (answered !== null && (await this.hooks.isOurs(chat, answered)));
    await this.hooks.message({
      messageId: event.messageId,
      chat,
      kind: groupId === null ? 'direct' : 'shared',
      ...(groupId !== null && { room: event.groupName ?? groupId }),
      author: { account: userId, name: event.name, roles: event.roles },
      text: textOf(segments, selfId, event.name),
      pictures: picturesOf(segments),
      addressed,
    });
  }
}

const PRIVATE = 'private:';

/** The chat with one person; a group's is its number alone. */
export const privateChat = (userId: string) => PRIVATE + userId;

/** Whom a chat is with; null: it is a group's. */
export const personOf = (chat: string) => (chat.startsWith(PRIVATE) ? chat.slice(PRIVATE.length) : null);

/** What a gateway says that it has not done. */
export function refusalOf({ retcode, why }: Answer): PlatformRefusal {
  const code = UNKNOWN_TO_THEM.includes(retcode)
    ? 'unauthorized'
    : retcode === 1404
      ? 'unsupported'
      : 'refused';
  return new PlatformRefusal(code, why);
}
