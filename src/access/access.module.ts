import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Access } from './access.service.js';
import { Gate } from './gate.js';
import { Owner, SignIn } from './owner.entity.js';
import { SignInController } from './sign-in.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Owner, SignIn])],
  controllers: [SignInController],
  providers: [Access, Gate],
  exports: [Access, Gate],
})
export class AccessModule {}
