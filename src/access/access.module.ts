import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Access } from './access.service.js';
import { Gate } from './gate.js';
import { Owner, SignIn } from './owner.entity.js';
import { SignInController } from './sign-in.controller.js';
import { SignedIn } from './signed-in.guard.js';

@Module({
  imports: [TypeOrmModule.forFeature([Owner, SignIn])],
  controllers: [SignInController],
  providers: [Access, Gate, { provide: APP_GUARD, useClass: SignedIn }],
  exports: [Access, Gate],
})
export class AccessModule {}
