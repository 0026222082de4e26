import { WebSocket } from 'ws';
import {
  ACTIONS,
  kernelRefusal,
  kernelTimeout,
  type Params,
  Refusal,
  type Target,
} from './onebot/actions.js';
import { answer, Connections, type Dialled, type DialOptions } from './onebot/connections.js';
import { messageEvent, recallEvent, stamped } from './onebot/events.js';
import { type Segment, textOf } from './onebot/segments.js';
import { type Kept, QqWorld } from './onebot/world.js';
import { Watch } from './watch.js';

export interface FakeOneBotOptions {
  selfId?: number;
  /** Forward connections must bring it, and reverse ones bring it; none. */
  token?: string;
  /**
   * What comes of a wrong token: NapCat opens, says 1403 in JSON and closes; Lagrange opens and closes with 1002; the
   * standard refuses the handshake, 401 without a token and 403 with a wrong one. NapCat.
   */
  manners?: 'napcat' | 'lagrange' | 'standard';
  /** `message` of events: array. */
  format?: 'array' | 'string';
  /** What the bot sends is pushed as `message_sent` too; NapCat's `reportSelfMessage`, off. */
  reportSelf?: boolean;
  /** Characters of a message; QQ publishes none: 4500. */
  maxText?: number;
  /** More than so many in such a time are held back, and look like a timeout; QQ publishes none: no limit. */
  risk?: { sends: number; ms: number };
  /** 30000. */
  heartbeatMs?: number;
}

/** What the bot sent and QQ took. */
export interface SentByBot extends Target {
  id: number;
  /** The words, without what is not text. */
  text: string;
  segments: Segment[];
}

/** What becomes of a message that the bot sends. */
export interface NextSend {
  /**
   * `muted`: refused for sure. `timeout` is what a held-back account looks like: 1200, and nothing was sent.
   * `sent-timeout` looks the same, and it was sent. `sent-silent`: sent, and never answered. `sent-cut`, `cut`: the
   * connection breaks before the answer, the message sent or not. `async`: sent, `retcode` 1.
   */
  fate?: 'sent' | 'muted' | 'timeout' | 'sent-timeout' | 'sent-silent' | 'sent-cut' | 'cut' | 'async';
  /** It is sent at once, and answered after this. */
  until?: Promise<unknown>;
}

/** A gateway to QQ that speaks OneBot v11, as NapCat and Lagrange do; on loopback, with a QQ of its own. */
export class FakeOneBot {
  readonly selfId: number;
  readonly world: QqWorld;
  /** What the bot sent and QQ took, in order. */
  readonly sent: SentByBot[] = [];
  /** Every action that was asked for, in order, with what it was answered. */
  readonly calls: { action: string; params: Params; retcode: number }[] = [];

  private readonly wire: Connections;
  private readonly planned: NextSend[] = [];
  private readonly watch = new Watch();
  private readonly beat: NodeJS.Timeout;
  private readonly sendTimes: number[] = [];

  constructor(readonly options: FakeOneBotOptions) {
    this.selfId = options.selfId ?? 10_000_001;
    this.world = new QqWorld(this.selfId);
    const meta = { post_type: 'meta_event' };
    this.wire = new Connections({
      ...options,
      selfId: this.selfId,
      hello: () => stamped(this.world, { ...meta, meta_event_type: 'lifecycle', sub_type: 'connect' }),
      take: (client, text) => void this.take(client, text),
      changed: () => this.watch.look(),
    });
    const interval = options.heartbeatMs ?? 30_000;
    const status = { online: true, good: true };
    const heartbeat = { ...meta, meta_event_type: 'heartbeat', status, interval };
    this.beat = setInterval(() => this.push(heartbeat), interval).unref();
  }

  /** Of the forward server; `/`, `/api`, `/event`. */
  get url(): string {
    return this.wire.url;
  }

  get connections(): number {
    return this.wire.clients.size;
  }

  friend(id: number, name: string): void {
    this.world.friends.set(id, name);
  }

  /** Members by number, with the name on their card. */
  group(id: number, name: string, members: Record<number, string>): void {
    const list = Object.entries(members).map(([user, card]) => [Number(user), card] as const);
    this.world.groups.set(id, { id, name, members: new Map([...list, [this.selfId, '']]) });
  }

  /** Somebody says something, to the bot or in a group; its id. What is pushed while nobody is connected is lost. */
  say(from: number, message: string | Segment[], group?: number): number {
    const segments = typeof message === 'string' ? [{ type: 'text', data: { text: message } }] : message;
    const kept = this.world.keep({ from, segments, ...(group === undefined ? { peer: from } : { group }) });
    this.pushMessage(kept);
    return kept.id;
  }

  /** The same event once more, as after a reconnect. */
  repeat(id: number): void {
    this.pushMessage(this.world.messages.get(id)!);
  }

  /** Whoever said it takes it back. */
  recall(id: number): void {
    this.takeBack(this.world.messages.get(id)!);
  }

  /** A picture that QQ has at an address, and gives out after something; the segment that shows it. */
  picture(bytes: Buffer, until?: Promise<unknown>): Segment {
    const file = `${this.wire.files.size + 1}.png`;
    this.wire.files.set(`/download/${file}`, { bytes, until });
    const url = `${this.url.replace('ws:', 'http:')}/download/${file}`;
    return { type: 'image', data: { summary: '', file, sub_type: 0, url, file_size: String(bytes.length) } };
  }

  /** How the next messages that the bot sends fare; several line up. */
  next(...plans: NextSend[]): void {
    this.planned.push(...plans);
  }

  /** Once so many messages of the bot's were taken, from the beginning on. */
  async received(count: number): Promise<SentByBot> {
    await this.until(() => this.sent.length >= count);
    return this.sent[count - 1]!;
  }

  /** Once this is so; looked at whenever something comes in. */
  until(is: () => boolean): Promise<void> {
    return this.watch.until(is);
  }

  /** Every connection breaks, without a word of closing. */
  drop(): void {
    this.wire.drop();
  }

  /** Any other event; time and the bot's number are put in. */
  push(event: object): void {
    this.pushRaw(JSON.stringify(stamped(this.world, event)));
  }

  /** Pushes whatever a test likes, nonsense as well. */
  pushRaw(text: string): void {
    this.wire.push(text);
  }

  /** Connects to a bot's address, once; a real gateway does so again every few seconds. */
  dial(url: string, options: DialOptions = {}): Promise<Dialled> {
    return this.wire.dial(url, options);
  }

  listen(): Promise<void> {
    return this.wire.listen();
  }

  async close(): Promise<void> {
    clearInterval(this.beat);
    await this.wire.close();
  }

  private async take(client: WebSocket, text: string): Promise<void> {
    let call: { action?: unknown; params?: unknown; echo?: unknown };
    try {
      call = JSON.parse(text) as typeof call;
    } catch {
      return client.send(JSON.stringify(answer(1400, null, undefined, 'json解析失败,请检查数据格式')));
    }
    const [name, params] = [String(call.action), (call.params ?? {}) as Params];
    const run = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    let plan: NextSend = {};
    let reply: ReturnType<typeof answer>;
    try {
      if (!run) throw new Refusal(1404, `不支持的API ${name}`);
      const data = await run(
        {
          world: this.world,
          show: (message) => messageEvent(this.world, message, this.options.format ?? 'array'),
          recall: (message) => this.takeBack(message),
          send: (target, segments) => {
            plan = this.planned.shift() ?? {};
            return this.deliver(client, plan, target, segments);
          },
        },
        params,
      );
      if (plan.fate === 'sent-timeout') throw kernelTimeout();
      reply = plan.fate === 'async' ? answer(1, null, call.echo) : answer(0, data, call.echo);
    } catch (error) {
      const [retcode, words] =
        error instanceof Refusal ? [error.retcode, error.message] : [1200, String(error)];
      reply = answer(retcode, null, call.echo, words);
    }
    this.calls.push({ action: name, params, retcode: reply.retcode });
    this.watch.look();
    await plan.until;
    if (plan.fate !== 'sent-silent' && client.readyState === WebSocket.OPEN)
      client.send(JSON.stringify(reply));
  }

  private deliver(client: WebSocket, { fate }: NextSend, target: Target, segments: Segment[]): number {
    if (fate === 'muted') throw kernelRefusal(120);
    if (fate === 'cut' || fate === 'sent-cut') client.terminate();
    if (fate === 'timeout' || fate === 'cut' || this.isTooFast()) throw kernelTimeout();
    const text = textOf(segments);
    if (text.length > (this.options.maxText ?? 4500)) throw kernelRefusal(34);
    const { user, group } = target;
    const kept = this.world.keep(
      { from: this.selfId, segments, ...(group === undefined ? { peer: user! } : { group }) },
      true,
    );
    this.sent.push({ id: kept.id, ...target, text, segments });
    if (this.options.reportSelf) this.pushMessage(kept);
    return kept.id;
  }

  private isTooFast(): boolean {
    const { risk } = this.options;
    if (!risk) return false;
    this.sendTimes.push(Date.now());
    return this.sendTimes.filter((at) => at > Date.now() - risk.ms).length > risk.sends;
  }

  private takeBack(message: Kept): void {
    message.isRecalled = true;
    this.push(recallEvent(this.world, message));
  }

  private pushMessage(message: Kept): void {
    this.push(messageEvent(this.world, message, this.options.format ?? 'array'));
  }
}

/** Listens on a free port of loopback; dials nobody by itself. */
export async function startFakeOneBot(options: FakeOneBotOptions = {}): Promise<FakeOneBot> {
  const fake = new FakeOneBot(options);
  await fake.listen();
  return fake;
}
