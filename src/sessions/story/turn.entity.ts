import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Receipt } from '../../contracts/receipt.js';

export type TurnKind = 'reply' | 'regenerate' | 'continue';
export type TurnStatus = 'queued' | 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** From a user's message to the finished reply. At most one runs and one waits in a session: the database sees to it. */
@Entity('turns')
@Check('turns_receipt', `jsonb_typeof(receipt) = 'object'`)
@Check('turns_error', `jsonb_typeof(error) = 'object'`)
@Check('turns_kind', `kind IN ('reply', 'regenerate', 'continue')`)
@Check('turns_status', `status IN ('queued', 'running', 'finished', 'stopped', 'failed', 'interrupted')`)
@Index('turns_one_running', ['sessionId'], { unique: true, where: `status = 'running'` })
@Index('turns_one_queued', ['sessionId'], { unique: true, where: `status = 'queued'` })
@Index('turns_of_session', ['sessionId', 'createdAt'])
export class Turn {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'turns_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'turns_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Session', { name: 'turns_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @ForeignKey('Branch', { name: 'turns_branch', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'branch_id' })
  branchId!: string;

  @Column('text')
  kind!: TurnKind;

  @Column('text')
  status!: TurnStatus;

  /** The number of the process that runs it. */
  @Column('int', { nullable: true })
  holder!: number | null;

  @Column('jsonb', { nullable: true })
  receipt!: Receipt | null;

  /** What it sent: its prompt prefix, the messages after one number up to another, what of a reply was carried on, its tail. */
  @Index('turns_of_prompt_prefix')
  @ForeignKey('PromptPrefix', { name: 'turns_prompt_prefix', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'prompt_prefix_id', nullable: true })
  prefixId!: string | null;

  @Column('int', { name: 'after_seq', nullable: true })
  afterSeq!: number | null;

  @Column('int', { name: 'upto_seq', nullable: true })
  uptoSeq!: number | null;

  @Column('text', { nullable: true })
  base!: string | null;

  @Column('text', { nullable: true })
  tail!: string | null;

  /** The version that its reply is to replace; while it runs. */
  @Index('turns_of_replaced', { where: 'replaced_id IS NOT NULL' })
  @ForeignKey('Message', { name: 'turns_replaced', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'replaced_id', nullable: true })
  replacedId!: string | null;

  /** SHA-256 of what was sent ahead of the tail. */
  @Column('bytea', { name: 'sent_hash', nullable: true })
  sentHash!: Buffer | null;

  @Column('jsonb', { nullable: true })
  error!: { code: string; message: string } | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
