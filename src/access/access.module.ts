import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Access } from './access.service.js';
import { Gate } from './gate.js';
import { HeldRequests } from './held-requests.js';
import { Owner, SignIn } from './owner.entity.js';
import { Rounds } from './rounds.js';
import { SignInController } from './sign-in.controller.js';
import { SignIns } from './sign-ins.service.js';
import { SignedIn } from './signed-in.guard.js';

@Module({
  imports: [TypeOrmModule.forFeature([Owner, SignIn])],
  controllers: [SignInController],
  providers: [
    Access,
    Gate,
    Rounds,
    SignIns,
    { provide: APP_GUARD, useClass: SignedIn },
    { provide: APP_INTERCEPTOR, useClass: HeldRequests },
  ],
  exports: [Access, Gate, Rounds],
})
export class AccessModule {}
