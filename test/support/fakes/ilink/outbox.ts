import { randomBytes } from 'node:crypto';

/** What the bot sent and WeChat delivered. */
export interface SentByILink {
  /** 64 bits; a string, since a number would not hold it. */
  id: string;
  to: string;
  text: string;
  clientId: string;
}

/**
 * What becomes of a message. `silent`: `{"ret":0}` without `message_id`, and nobody got it. `sent-silent`: the same, and
 * he got it. `-2`: refused. `sent-cut` and `sent-hang`: delivered, and the answer is lost or never comes. `cut`: lost on
 * the way.
 */
export type ILinkFate = 'silent' | 'sent-silent' | '-2' | 'sent-cut' | 'sent-hang' | 'cut';

/** More sends in such a time, and it refuses for as long. */
export interface ILinkRate {
  sends: number;
  ms: number;
  pauseMs: number;
}

type Body = Record<string, any>;

const DAY_MS = 24 * 3_600_000;
/** So many messages may follow one of the user's. */
const REPLIES = 10;
const MAX_TEXT = 4000;

interface Person {
  /** Every token that came with a message of his. */
  contexts: Set<string>;
  /** When he wrote last. */
  at: number;
  left: number;
  ticket: string;
}

/** What a bot may send to whom: the limits are in no document, but in what people reported (openclaw-weixin's tracker). */
export class Outbox {
  readonly sent: SentByILink[] = [];
  readonly people = new Map<string, Person>();
  readonly planned: ILinkFate[] = [];
  private readonly clientIds = new Set<string>();
  private times: number[] = [];
  private pausedUntil = 0;

  constructor(
    private readonly now: () => number,
    private readonly nextId: () => string,
  ) {}

  /** Somebody wrote: he may be answered. The token that answers bring. */
  opened(user: string): string {
    const person = this.people.get(user) ?? { contexts: new Set(), at: 0, left: 0, ticket: token('ticket') };
    const context = token('ctx');
    person.contexts.add(context);
    Object.assign(person, { at: this.now(), left: REPLIES });
    this.people.set(user, person);
    return context;
  }

  /** `sendmessage`. */
  send(msg: Body, rate: ILinkRate | undefined): object | 'cut' | 'hang' {
    const fate = this.planned.shift();
    if (fate === 'cut') return 'cut';
    const wrong = fate === '-2' || this.isTooOften(rate) ? 'rate limited' : this.objection(msg);
    if (wrong) return { ret: -2, errmsg: wrong };
    if (fate === 'silent') return { ret: 0 };
    const [to, clientId] = [String(msg['to_user_id']), String(msg['client_id'])];
    this.clientIds.add(clientId);
    this.people.get(to)!.left--;
    const id = this.nextId();
    this.sent.push({ id, to, text: msg['item_list'][0].text_item.text, clientId });
    if (fate === 'sent-cut') return 'cut';
    if (fate === 'sent-hang') return 'hang';
    return fate === 'sent-silent' ? { ret: 0 } : { ret: 0, errmsg: '', message_id: u64(id) };
  }

  private objection(msg: Body): string | undefined {
    if (msg['message_type'] !== 2 || msg['message_state'] !== 2) return 'only finished messages of bots';
    const items: unknown = msg['item_list'];
    if (!Array.isArray(items) || items.length !== 1) return 'one item';
    const text: unknown = (items[0] as Body)?.['text_item']?.['text'];
    if (typeof text !== 'string' || !text.trim() || text.length > MAX_TEXT) return 'text';
    // The same id again was refused even to finish a message that was begun.
    if (!msg['client_id'] || this.clientIds.has(String(msg['client_id']))) return 'client_id';
    const person = this.people.get(String(msg['to_user_id']));
    if (!person?.contexts.has(String(msg['context_token']))) return 'context_token';
    return this.now() - person.at > DAY_MS || person.left === 0 ? 'window' : undefined;
  }

  private isTooOften(rate: ILinkRate | undefined): boolean {
    if (!rate) return false;
    const now = this.now();
    if (now < this.pausedUntil) return true;
    this.times = [...this.times.filter((at) => at > now - rate.ms), now];
    if (this.times.length <= rate.sends) return false;
    this.pausedUntil = now + rate.pauseMs;
    return true;
  }
}

export const token = (of: string) => `${of}:${randomBytes(16).toString('hex')}`;

/** Marks an id that stands in JSON as a bare number of 64 bits, for `bare`. */
export const u64 = (id: string) => `\u0000${id}`;
export const bare = (json: object) => JSON.stringify(json).replace(/"\\u0000(\d+)"/g, '$1');
