import { badRequest, TelegramRefusal } from './world.js';

interface Update extends Record<string, unknown> {
  update_id: number;
}

/** What waits to be asked for (`bots/api#getting-updates`). */
export class Updates {
  webhook = '';
  private waiting: Update[] = [];
  private nextId = 810_000_001;
  /** Ends the poll that is held: with what there is, or with a refusal. */
  private end: ((refusal?: TelegramRefusal) => void) | undefined;
  private allowed: string[] | undefined;

  push(kind: string, of: object): void {
    if (this.allowed?.length && !this.allowed.includes(kind)) return;
    this.waiting.push({ update_id: this.nextId++, [kind]: of });
    this.end?.();
  }

  /** Those that were not confirmed yet. */
  get pending(): number {
    return this.waiting.length;
  }

  drop(): void {
    this.waiting = [];
  }

  release(): void {
    this.end?.();
  }

  /** An offset confirms all before it; one below zero forgets all but the last of them. */
  async poll(params: Record<string, any>): Promise<Update[]> {
    if (this.webhook)
      throw new TelegramRefusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    const [offset, limit, timeout] = [
      Number(params['offset'] ?? 0),
      Number(params['limit'] ?? 100),
      Number(params['timeout'] ?? 0),
    ];
    if (!Number.isInteger(offset)) throw badRequest('wrong parameter offset in request');
    if (params['allowed_updates']) this.allowed = params['allowed_updates'] as string[];
    this.end?.(
      new TelegramRefusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    this.waiting =
      offset < 0 ? this.waiting.slice(offset) : this.waiting.filter(({ update_id }) => update_id >= offset);
    if (!this.waiting.length && timeout > 0)
      await new Promise<void>((resolve, reject) => {
        const end = (refusal?: TelegramRefusal) => {
          clearTimeout(timer);
          if (this.end === end) this.end = undefined;
          if (refusal) reject(refusal);
          else resolve();
        };
        const timer = setTimeout(end, timeout * 1000).unref();
        this.end = end;
      });
    return this.waiting.slice(0, Math.min(Math.max(limit, 1), 100));
  }
}
