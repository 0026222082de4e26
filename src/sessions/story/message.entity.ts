import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import type { FinishReason } from '../../contracts/finish-reason.js';
import type { MessageRole, MessageStatus, MessageVia } from '../../contracts/message.js';

/**
 * What was said. Its text never changes once it is complete: an edit or a swipe is another row at the same place, with
 * the next version, and one of a place's rows is chosen.
 */
@Entity('messages')
@Check('messages_extras', `jsonb_typeof(extras) = 'object'`)
@Check('messages_via', `jsonb_typeof(via) = 'object'`)
@Check('messages_seq', 'seq > 0')
@Check('messages_role', `role IN ('user', 'assistant')`)
@Check('messages_status', `status IN ('streaming', 'complete', 'stopped', 'interrupted', 'failed')`)
@Check('messages_finish_reason', `finish_reason IN ('stop', 'length', 'filtered', 'refused', 'broken')`)
@Unique('messages_place', ['branchId', 'seq', 'version'])
@Index('messages_story', ['branchId', 'seq'], { unique: true, where: 'chosen' })
@Index('messages_streaming', ['branchId', 'seq'], { where: `status = 'streaming'` })
@Index('messages_with_pictures', ['branchId', 'seq'], { where: `pictures <> '{}'` })
@Index('messages_client_id', ['sessionId', 'clientId'], { unique: true, where: 'client_id IS NOT NULL' })
export class Message {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'messages_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'messages_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Session', { name: 'messages_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @ForeignKey('Branch', { name: 'messages_branch', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'branch_id' })
  branchId!: string;

  @Column('int')
  seq!: number;

  @Column('int', { default: 1 })
  version!: number;

  @Column('boolean', { default: true })
  chosen!: boolean;

  @Column('text')
  role!: MessageRole;

  @Column('text')
  speaker!: string;

  /** Who that is; null: whoever has the role, as with messages that were taken in from elsewhere. */
  @Index('messages_of_member', { where: 'member_id IS NOT NULL' })
  @ForeignKey('SessionMember', { name: 'messages_member', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'member_id', nullable: true })
  memberId!: string | null;

  /** What stands before the text when it is sent: the date, where the day changes. */
  @Column('text', { default: '' })
  label!: string;

  @Column('text')
  content!: string;

  /** A reply as the model wrote it, where that is not its text. */
  @Column('text', { nullable: true })
  raw!: string | null;

  /** What the model thought before it spoke; it is no part of the text. */
  @Column('text', { nullable: true })
  thinking!: string | null;

  /** How a reply ended, where that is known. */
  @Column('text', { name: 'finish_reason', nullable: true })
  finishReason!: FinishReason | null;

  /** Estimated once, label included. */
  @Column('int')
  tokens!: number;

  @Column('text')
  status!: MessageStatus;

  /** A user's message: the turn that answers it. A reply: the turn that made it. */
  @Index('messages_of_turn')
  @ForeignKey('Turn', { name: 'messages_turn', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'turn_id', nullable: true })
  turnId!: string | null;

  @Column('text', { name: 'client_id', nullable: true })
  clientId!: string | null;

  /** What another program wrote of it, to go out again as it came. */
  @Column('jsonb', { nullable: true })
  extras!: { line?: object; swipe?: object } | null;

  /** Pictures that were said with it, in their order; the text names them (`context/quoting/picture-marks`). */
  @Column('uuid', { array: true, default: '{}' })
  pictures!: string[];

  /** By which bridge it came. */
  @Column('jsonb', { nullable: true })
  via!: MessageVia | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
