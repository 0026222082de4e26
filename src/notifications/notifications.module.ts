import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionsModule } from '../sessions/sessions.module.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';
import { PushKey } from './push-key.js';
import { PushSubscription } from './push-subscription.entity.js';
import { PushSubscriptionsRepository } from './push-subscriptions.repository.js';

/** Tells browsers of replies while their page is closed. */
@Module({
  imports: [SessionsModule, TypeOrmModule.forFeature([PushSubscription])],
  controllers: [NotificationsController],
  providers: [NotificationsService, PushKey, PushSubscriptionsRepository],
})
export class NotificationsModule {}
