import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiCall, ApiKey, ApiKeyDay } from './keys/api-key.entity.js';
import { ApiKeysController } from './keys/api-keys.controller.js';
import { ApiKeysRepository } from './keys/api-keys.repository.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { KeyUse } from './keys/key-use.js';
import { AccessService } from './sign-ins/access.service.js';
import { Gate } from './gate/gate.js';
import { HeldRequests } from './sign-ins/held-requests.js';
import { Owner, SignIn } from './sign-ins/owner.entity.js';
import { EventLoopPacer } from './limits/event-loop-pacer.js';
import { SignInController } from './gate/sign-in.controller.js';
import { SignInsRepository } from './sign-ins/sign-ins.repository.js';
import { SignInsService } from './sign-ins/sign-ins.service.js';
import { SignedInGuard } from './gate/signed-in.guard.js';

@Module({
  imports: [TypeOrmModule.forFeature([Owner, SignIn, ApiKey, ApiKeyDay, ApiCall])],
  controllers: [SignInController, ApiKeysController],
  providers: [
    AccessService,
    ApiKeysRepository,
    ApiKeysService,
    KeyUse,
    Gate,
    EventLoopPacer,
    SignInsRepository,
    SignInsService,
    { provide: APP_GUARD, useClass: SignedInGuard },
    { provide: APP_INTERCEPTOR, useClass: HeldRequests },
  ],
  exports: [AccessService, Gate, EventLoopPacer, KeyUse],
})
export class AccessModule {}
