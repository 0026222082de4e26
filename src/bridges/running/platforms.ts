import { Injectable } from '@nestjs/common';
import { AvatarsService } from '../../characters/avatars/avatars.service.js';
import { CallbackDoor } from '../callback-door.js';
import { OneBotDoor } from '../onebot/onebot-door.js';
import { OneBotLink } from '../onebot/onebot-link.js';
import type { LinkWish, PlatformLink } from './platform.js';

/** Makes the link of a bridge to its platform. */
@Injectable()
export class Platforms {
  constructor(
    private readonly oneBotDoor: OneBotDoor,
    private readonly callbackDoor: CallbackDoor,
    private readonly avatars: AvatarsService,
  ) {}

  /** What a platform's library is made of is loaded when there is a bridge for it. */
  async link(wish: LinkWish): Promise<PlatformLink> {
    if (wish.kind === 'onebot') return new OneBotLink(wish, this.oneBotDoor);
    if (wish.kind === 'telegram') {
      const { TelegramLink } = await import('../telegram/telegram-link.js');
      return new TelegramLink(wish);
    }
    if (wish.kind === 'wechat-official') {
      const { WechatOfficialLink } = await import('../wechat-official/wechat-official-link.js');
      return new WechatOfficialLink(wish, this.callbackDoor);
    }
    if (wish.kind === 'wecom') {
      const { WecomLink } = await import('../wecom/wecom-link.js');
      return new WecomLink(wish);
    }
    if (wish.kind === 'ilink') {
      const { ILinkLink } = await import('../ilink/ilink-link.js');
      return new ILinkLink(wish);
    }
    const { DiscordLink } = await import('../discord/discord-link.js');
    return new DiscordLink(wish, async (characterId) => {
      const picture = await this.avatars.find(wish.ownerId, characterId);
      const png = picture && (await this.avatars.png(picture));
      return png ? Buffer.from(png) : null;
    });
  }
}
