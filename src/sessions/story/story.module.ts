import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Message } from './message.entity.js';
import { MessageRepository } from './message.repository.js';
import { Branch, BranchSegment, Session } from './session.entity.js';
import { Turn } from './turn.entity.js';

/** The story of a session as rows, and how it is read. */
@Module({
  imports: [TypeOrmModule.forFeature([Session, Branch, BranchSegment, Message, Turn])],
  providers: [MessageRepository],
  exports: [MessageRepository],
})
export class StoryModule {}
