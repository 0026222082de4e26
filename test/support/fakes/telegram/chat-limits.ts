import { type TelegramChat, TelegramRefusal } from './world.js';

/** So many messages and edits in such a time, in a chat; Telegram's FAQ says one a second, 20 a minute in groups. */
export interface ChatLimits {
  private?: { sends: number; ms: number };
  group?: { sends: number; ms: number };
}

export class Limiter {
  private readonly times = new Map<number, number[]>();

  constructor(
    private readonly limits: ChatLimits,
    private readonly now: () => number,
  ) {}

  /** @throws 429 with whole seconds */
  count(chat: TelegramChat): void {
    const limit = chat.type === 'private' ? this.limits.private : this.limits.group;
    if (!limit) return;
    const now = this.now();
    const times = (this.times.get(chat.id) ?? []).filter((at) => at > now - limit.ms);
    if (times.length >= limit.sends) {
      const seconds = Math.ceil((times[0]! + limit.ms - now) / 1000);
      throw new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    this.times.set(chat.id, [...times, now]);
  }
}
