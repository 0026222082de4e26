import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { FoldView } from '../../contracts/memory.js';

/** `resting`: its messages stand word for word, as long as there is room for them. */
export type FoldStatus = 'ready' | 'standing' | 'replaced' | 'undone' | 'resting';

/** An entry of a branch's chronicle: what stands for a range of its messages. */
@Entity('folds')
@Check('folds_made_by', `made_by IN ('model', 'extract', 'person')`)
@Check('folds_status', `status IN ('ready', 'standing', 'replaced', 'undone', 'resting')`)
@Check('folds_range', 'from_seq > 0 AND to_seq >= from_seq')
@Check('folds_started', 'due OR NOT started')
@Index('folds_standing', ['branchId', 'fromSeq'], { unique: true, where: `status = 'standing'` })
@Index('folds_due', ['sessionId'], { where: 'due' })
@Index('folds_ready', ['branchId', 'fromSeq'], { unique: true, where: `status = 'ready'` })
export class ChronicleEntry {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'folds_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'folds_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('folds_of_session')
  @ForeignKey('Session', { name: 'folds_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @ForeignKey('Branch', { name: 'folds_branch', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'branch_id' })
  branchId!: string;

  @Column('int', { name: 'from_seq' })
  fromSeq!: number;

  @Column('int', { name: 'to_seq' })
  toSeq!: number;

  @Column('timestamptz', { name: 'from_at' })
  fromAt!: Date;

  @Column('timestamptz', { name: 'to_at' })
  toAt!: Date;

  @Column('text')
  text!: string;

  @Column('int')
  tokens!: number;

  @Column('text', { name: 'made_by' })
  madeBy!: FoldView['madeBy'];

  @Column('text')
  status!: FoldStatus;

  /** Made in haste when a message changed: the model is to write it anew. */
  @Column('boolean', { default: false })
  due!: boolean;

  /** Due because a person, or the budget of an import, lets the model write it. */
  @Column('boolean', { default: false })
  started!: boolean;

  /** A model that read its messages has given words to find them by. */
  @Column('boolean', { default: false })
  indexed!: boolean;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
