import { ECDH } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner, CurrentSignIn } from '../access/requests/current-owner.js';
import { Config } from '../config/config.js';
import { Problem } from '../contracts/problem.js';
import type { PushSubscriptionView, PushView } from '../contracts/push.js';
import { NotificationsService } from './notifications.service.js';
import { PushKey } from './push-key.js';
import { PushSubscriptionsRepository } from './push-subscriptions.repository.js';

const bytes = (length: number) =>
  z
    .string()
    .refine(
      (text) => /^[\w-]+={0,2}$/.test(text) && Buffer.from(text, 'base64url').length === length,
      `must be ${length} bytes as base64url`,
    );
// Browsers say more of it than is needed.
const subscriptionSchema = z.object({
  // As an address is sent, so that its length is that of its letters in the database.
  endpoint: z.url({ protocol: /^https?$/, normalize: true }).max(2000),
  keys: z.strictObject({ p256dh: bytes(65).refine(isPoint, 'must be a key of P-256'), auth: bytes(16) }),
});

/** What is no point of the curve can be encrypted for by nobody. */
function isPoint(key: string): boolean {
  try {
    return ECDH.convertKey(key, 'prime256v1', 'base64url').length > 0;
  } catch {
    return false;
  }
}

/** Web Push: a browser asks to be told when a reply is ready. */
@Controller('api/push')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly subscriptions: PushSubscriptionsRepository,
    private readonly key: PushKey,
    private readonly config: Config,
  ) {}

  @Get()
  view(@CurrentOwner() _ownerId: string): PushView {
    return { publicKey: this.key.publicKey };
  }

  /** Subscribes the signed-in browser that asks, until it signs out. The same endpoint again is the same subscription. */
  @Post('subscriptions')
  async subscribe(
    @CurrentOwner() ownerId: string,
    @CurrentSignIn() signInId: string | null,
    @Body({ schema: subscriptionSchema }) { endpoint, keys }: z.infer<typeof subscriptionSchema>,
  ): Promise<PushSubscriptionView> {
    if (!signInId) {
      throw new Problem(
        'bad_request',
        'Notifications belong to a signed-in browser. Sign in by cookie, not by token.',
      );
    }
    const { protocol, host } = new URL(endpoint);
    if (protocol !== 'https:' && !this.config.ingestAllowHosts.includes(host)) {
      throw new Problem('bad_request', 'A push service has an https address.');
    }
    return { id: await this.notifications.subscribe(ownerId, signInId, { endpoint, ...keys }) };
  }

  @Delete('subscriptions/:id')
  @HttpCode(204)
  async unsubscribe(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    if (!(await this.subscriptions.remove(ownerId, id)))
      throw new Problem('not_found', 'This browser is not told of replies, or no longer.');
  }
}
