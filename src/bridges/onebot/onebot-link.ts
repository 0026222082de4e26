import type { WebSocket } from 'ws';
import { openOwnersSocket, SocketRefused } from '../../network/owners-socket.js';
import { ONEBOT } from '../core/capabilities.js';
import {
  type LinkWish,
  type PlatformHooks,
  type PlatformLink,
  PlatformRefusal,
  type SendOptions,
} from '../running/platform.js';
import type { OneBotDoor } from './onebot-door.js';
import { MOST_OF_FRAME, OneBotSocket, personOf, refusalOf } from './onebot-socket.js';
import { idIn, idOut } from './wire.js';

/** OneBot v11: QQ, and whatever else a gateway speaks for. We call the gateway where its address is set, else it calls us. */
export class OneBotLink implements PlatformLink {
  readonly caps = ONEBOT;
  private current: OneBotSocket | null = null;

  constructor(
    private readonly wish: LinkWish,
    private readonly door: OneBotDoor,
  ) {}

  get isCalled(): boolean {
    return !this.wish.settings.endpoint;
  }

  async run(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    const { bridgeId, settings, secrets } = this.wish;
    const token = secrets['accessToken']!;
    const socket = settings.endpoint
      ? await dial(settings.endpoint, token, signal)
      : await this.door.next(bridgeId, token, signal);
    // Another call of the same gateway takes the place of one that is dead and does not know it.
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end);
    const unwatch = settings.endpoint ? () => undefined : this.door.watch(bridgeId, end);
    this.current = new OneBotSocket(socket, hooks);
    try {
      await this.current.serve(ending.signal);
    } finally {
      unwatch();
      signal.removeEventListener('abort', end);
      this.current = null;
    }
  }

  async send(chat: string, text: string, { replyTo }: SendOptions): Promise<{ platformId: string | null }> {
    if (!this.current) throw new PlatformRefusal('not_connected', 'Not connected.', 1000);
    const person = personOf(chat);
    const said = { type: 'text', data: { text } };
    const answer =
      person === null
        ? await this.current.ask('send_group_msg', {
            group_id: idOut(chat),
            message: replyTo === null ? [said] : [{ type: 'reply', data: { id: replyTo } }, said],
          })
        : await this.current.ask('send_private_msg', { user_id: idOut(person), message: [said] });
    if (answer.pending) return { platformId: null };
    if (answer.ok) return { platformId: idIn(answer.data, 'message_id') };
    // NapCat's word for QQ not having said anything: it may have arrived.
    if (answer.retcode === 1200 && /time ?out|超时/i.test(answer.why)) return { platformId: null };
    throw refusalOf(answer);
  }
}

async function dial(endpoint: string, token: string, signal: AbortSignal): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${token}` };
  try {
    return await openOwnersSocket(endpoint, { headers, maxPayload: MOST_OF_FRAME }, signal);
  } catch (error) {
    if (!(error instanceof SocketRefused)) throw error;
    throw new PlatformRefusal(
      [401, 403].includes(error.status) ? 'unauthorized' : 'unreachable',
      error.message,
    );
  }
}
