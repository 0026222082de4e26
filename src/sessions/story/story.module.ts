import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Message } from './message.entity.js';
import { MembersRepository } from './members.repository.js';
import { MessageRepository } from './message.repository.js';
import { PicturesRepository } from './pictures.repository.js';
import { SessionMember } from './session-member.entity.js';
import { SessionPicture } from './session-picture.entity.js';
import { Branch, BranchSegment, Session } from './session.entity.js';
import { Turn } from './turn.entity.js';

/** The story of a session as rows, and how it is read. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Session, Branch, BranchSegment, Message, Turn, SessionMember, SessionPicture]),
  ],
  providers: [MessageRepository, MembersRepository, PicturesRepository],
  exports: [MessageRepository, MembersRepository, PicturesRepository],
})
export class StoryModule {}
