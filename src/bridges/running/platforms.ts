import { Injectable } from '@nestjs/common';
import { OneBotDoor } from '../onebot/onebot-door.js';
import { OneBotLink } from '../onebot/onebot-link.js';
import type { LinkWish, PlatformLink } from './platform.js';

/** Makes the link of a bridge to its platform. */
@Injectable()
export class Platforms {
  constructor(private readonly oneBotDoor: OneBotDoor) {}

  link(wish: LinkWish): PlatformLink {
    return new OneBotLink(wish, this.oneBotDoor);
  }
}
