import { randomInt } from 'node:crypto';
import type { Segment } from './segments.js';

/** A message that QQ has: what was said to the bot and what it said. */
export interface Kept {
  /** 32 bits with a sign, as OneBot's `int32`; NapCat's are hashes, and half of them are negative. */
  id: number;
  seq: number;
  /** In milliseconds. */
  at: number;
  from: number;
  /** Whom a private message is talked with; the other one than the bot. */
  peer?: number;
  group?: number;
  segments: Segment[];
  isSentByBot: boolean;
  isRecalled: boolean;
}

export interface Group {
  id: number;
  name: string;
  /** Names on their cards, by number. */
  members: Map<number, string>;
}

/** Who and what there is on this QQ. */
export class QqWorld {
  readonly friends = new Map<number, string>();
  readonly groups = new Map<number, Group>();
  readonly messages = new Map<number, Kept>();

  constructor(readonly selfId: number) {}

  keep(what: Pick<Kept, 'from' | 'peer' | 'group' | 'segments'>, isSentByBot = false): Kept {
    let id: number;
    do id = randomInt(-(2 ** 31), 2 ** 31);
    while (id === 0 || this.messages.has(id));
    const kept: Kept = {
      ...what,
      id,
      seq: this.messages.size + 1,
      at: Date.now(),
      isSentByBot,
      isRecalled: false,
    };
    this.messages.set(id, kept);
    return kept;
  }

  /** The name that someone goes by. */
  nameOf(user: number): string {
    return this.friends.get(user) ?? (user === this.selfId ? 'Bot' : `QQ用户${user}`);
  }

  sender(message: Kept): object {
    const { from, group } = message;
    const card = group === undefined ? undefined : (this.groups.get(group)?.members.get(from) ?? '');
    return {
      user_id: from,
      nickname: this.nameOf(from),
      card: card ?? '',
      ...(card !== undefined && { role: 'member' }),
    };
  }
}
