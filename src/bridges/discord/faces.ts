import { type Client, type GuildTextBasedChannel, PermissionFlagsBits, type Webhook } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { SendOptions } from '../running/platform.js';

type Face = NonNullable<SendOptions['face']>;

/** A channel has room for so many webhooks; other programs have some of them. */
const MOST = 10;
const PREFIX = 'Keepsake ';

/** A character's picture, as PNG; null: there is none. */
export type Picture = (characterId: string) => Promise<Buffer | null>;

/**
 * The characters' own names and pictures: a webhook for each in a channel. The picture is set on the webhook, since
 * Discord fetches none from a private address.
 */
export class Faces {
  private readonly known = new LRUCache<string, Webhook>({ max: 1000 });

  constructor(
    private readonly client: Client<true>,
    private readonly picture: Picture,
  ) {}

  /** The webhook of a character in a channel; null where the bot may not have any there. */
  async of(channel: GuildTextBasedChannel, face: Face): Promise<Webhook | null> {
    const base = channel.isThread() ? channel.parent : channel;
    if (!base || !('fetchWebhooks' in base)) return null;
    const key = `${base.id} ${face.characterId}`;
    const known = this.known.get(key);
    if (known) return known;
    const may = base.permissionsFor(this.client.user)?.has(PermissionFlagsBits.ManageWebhooks);
    if (may === false) return null;
    const own = [...(await base.fetchWebhooks()).values()].filter(
      ({ token, owner, name }) =>
        token !== null && owner?.id === this.client.user.id && name.startsWith(PREFIX),
    );
    const name = PREFIX + face.characterId;
    const found = own.find((webhook) => webhook.name === name) ?? null;
    const png = await this.picture(face.characterId).catch(() => null);
    const avatar = png && `data:image/png;base64,${png.toString('base64')}`;
    const webhook =
      found ??
      (own.length < MOST ? await base.createWebhook({ name, avatar }) : await own[0]!.edit({ name, avatar }));
    this.known.set(key, webhook);
    return webhook;
  }

  /** Of a message that is a webhook's. */
  async byId(id: string): Promise<Webhook | null> {
    for (const webhook of this.known.values()) if (webhook.id === id) return webhook;
    const found = await this.client.fetchWebhook(id);
    return found.token === null ? null : found;
  }

  /** Another may have taken it away. */
  forget(webhook: Webhook): void {
    for (const [key, known] of this.known.entries()) if (known.id === webhook.id) this.known.delete(key);
  }
}

/** A name that Discord lets a webhook have. */
export function webhookName(name: string): string {
  const allowed = name
    .replace(/discord/gi, (word) => `${word.slice(0, 4)}·${word.slice(4)}`)
    .replace(/clyde/gi, (word) => `${word.slice(0, 3)}·${word.slice(3)}`)
    .replace(/[@#:]|```/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...allowed].slice(0, 80).join('').trim();
  return short === '' || /^(?:everyone|here)$/i.test(short) ? `· ${short || '…'}` : short;
}
