import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { InboundPicture } from '../running/platform.js';

/**
 * A message that came in: stored before its platform is told so. `waiting` until it is said in its session or carried
 * out, `taken` until what answers it stands in the outbox, then `done`; `left` is what was not answered.
 */
@Entity('bridge_inbox')
@Index('bridge_inbox_message', ['bridgeId', 'chat', 'messageId'], { unique: true })
@Index('bridge_inbox_of_owner', ['ownerId', 'receivedAt'])
@Index('bridge_inbox_of_author', ['bridgeId', 'author', 'receivedAt'])
@Index('bridge_inbox_open', ['bridgeId', 'n'], { where: `state IN ('waiting', 'taken')` })
@Check('bridge_inbox_kind', `kind IN ('said', 'command')`)
@Check('bridge_inbox_pictures', `jsonb_typeof(pictures) = 'array'`)
@Check('bridge_inbox_state', `state IN ('waiting', 'taken', 'done', 'left')`)
export class BridgeInbox {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'bridge_inbox_pk' })
  id!: string;

  /** The order in which they came. */
  @Column('bigint', { generated: 'identity' })
  n!: string;

  @ForeignKey('Owner', { name: 'bridge_inbox_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Bridge', { name: 'bridge_inbox_bridge', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bridge_id' })
  bridgeId!: string;

  /** Who or what it leads to a session. */
  @Index('bridge_inbox_of_identity')
  @ForeignKey('BridgeIdentity', { name: 'bridge_inbox_identity', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'identity_id' })
  identityId!: string;

  @Column('text')
  chat!: string;

  @Column('text', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  author!: string;

  @Column('text', { name: 'author_name' })
  authorName!: string;

  @Column('text')
  kind!: 'said' | 'command';

  /** Empty once it is done. */
  @Column('text')
  text!: string;

  /** Of the text, in characters, once it is done: where it stands in what was said at once. */
  @Column('int', { default: 0 })
  length!: number;

  /** Pictures that it shows, and where they are; none once it is done. */
  @Column('jsonb', { default: [] })
  pictures!: InboundPicture[];

  /** For how many messages it counts on its day. */
  @Column('int', { default: 1 })
  weight!: number;

  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'taken' | 'done' | 'left';

  /** The first message of the burst with which it was said. */
  @Column('uuid', { nullable: true })
  burst!: string | null;

  /** Up to which edit it was taken over, by its platform's clock; `infinity`: it was deleted there. */
  @Column('timestamptz', { name: 'edited_at', nullable: true })
  editedAt!: Date | null;

  /** How often it was begun with. */
  @Column('int', { default: 0 })
  tries!: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;
}

/** A message that goes out. */
@Entity('bridge_outbox')
@Index('bridge_outbox_place', ['burst', 'position'], { unique: true, where: 'burst IS NOT NULL' })
@Index('bridge_outbox_of_owner', ['ownerId', 'createdAt'])
@Index('bridge_outbox_pending', ['bridgeId', 'n'], { where: `state = 'pending'` })
@Index('bridge_outbox_platform_id', ['bridgeId', 'platformId'], { where: 'platform_id IS NOT NULL' })
@Index('bridge_outbox_held', ['bridgeId', 'chat'], { where: `state = 'held'` })
@Check('bridge_outbox_state', `state IN ('pending', 'held', 'sent', 'unconfirmed', 'refused')`)
export class BridgeOutbox {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'bridge_outbox_pk' })
  id!: string;

  @Column('bigint', { generated: 'identity' })
  n!: string;

  @ForeignKey('Owner', { name: 'bridge_outbox_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Bridge', { name: 'bridge_outbox_bridge', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bridge_id' })
  bridgeId!: string;

  @Column('text')
  chat!: string;

  /** The burst that it answers; null: it tells something else. */
  @Column('uuid', { nullable: true })
  burst!: string | null;

  /** Its number among those that answer the same, from 0. */
  @Column('int', { default: 0 })
  position!: number;

  /** The platform's id of what it answers. */
  @Column('text', { name: 'reply_to', nullable: true })
  replyTo!: string | null;

  /** The session whose reply it is. */
  @Index('bridge_outbox_of_session', { where: 'session_id IS NOT NULL' })
  @ForeignKey('Session', { name: 'bridge_outbox_session', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  /** Empty once it is sent. */
  @Column('text')
  text!: string;

  @Column('text', { default: 'pending' })
  state!: 'pending' | 'held' | 'sent' | 'unconfirmed' | 'refused';

  /** Why it was refused, is not confirmed, or is held until its person writes again. */
  @Column('text', { nullable: true })
  why!: string | null;

  /** The platform's id of it. */
  @Column('text', { name: 'platform_id', nullable: true })
  platformId!: string | null;

  /** It was handed to the platform, which has not said yet what became of it. */
  @Column('timestamptz', { name: 'attempted_at', nullable: true })
  attemptedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A chat where a person can only be answered: since when, and how often they were. */
@Entity('bridge_windows')
@Check('bridge_windows_sent', 'sent >= 0')
export class BridgeWindow {
  @ForeignKey('Owner', { name: 'bridge_windows_owner', onDelete: 'CASCADE' })
  @Index('bridge_windows_of_owner')
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Bridge', { name: 'bridge_windows_bridge', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'bridge_id', primaryKeyConstraintName: 'bridge_windows_pk' })
  bridgeId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'bridge_windows_pk' })
  chat!: string;

  /** When the person wrote last. */
  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  /** Messages that were handed to the platform since. */
  @Column('int', { default: 0 })
  sent!: number;

  /** What answers have to carry. */
  @Column('text', { name: 'reply_with', nullable: true })
  replyWith!: string | null;
}
