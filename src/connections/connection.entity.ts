import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Preset, Price, Transport } from '../contracts/connection.js';
import type { SpendingBudget } from '../contracts/spending.js';

/** A model as it is reached and asked. */
@Entity('connections')
@Index('connections_of_owner', ['ownerId', 'createdAt'])
@Index('connections_default', ['ownerId'], { unique: true, where: 'is_default' })
@Index('connections_background', ['ownerId'], { unique: true, where: 'is_background' })
@Index('connections_recall', ['ownerId'], { unique: true, where: 'is_recall' })
@Index('connections_environment', ['ownerId'], { unique: true, where: 'from_environment' })
@Check('connections_name', 'length(name) BETWEEN 1 AND 100')
@Check('connections_window', 'window_tokens >= 1024')
@Check('connections_transport', `transport IN ('chat', 'responses', 'responses-ws')`)
@Check('connections_preset', `jsonb_typeof(preset) = 'object'`)
@Check('connections_budget', `jsonb_typeof(budget) = 'object'`)
@Check('connections_refused', `jsonb_typeof(refused) = 'object'`)
export class Connection {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'connections_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'connections_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: '' })
  supplier!: string;

  @Column('text', { name: 'base_url' })
  baseUrl!: string;

  /** Key and headers, sealed; null where there are none, or the environment has them. */
  @Column('bytea', { nullable: true })
  secrets!: Buffer | null;

  @Column('text', { default: '' })
  model!: string;

  @Column('int', { name: 'window_tokens', nullable: true })
  window!: number | null;

  @Column('jsonb', { nullable: true })
  price!: Price | null;

  @Column('text', { default: 'chat' })
  transport!: Transport;

  @Column('jsonb', { default: {} })
  preset!: Preset;

  @Column('jsonb', { default: {} })
  budget!: SpendingBudget;

  /** Fields that its server refused, by model. */
  @Column('jsonb', { default: {} })
  refused!: Record<string, string[]>;

  /** Whether its model sees pictures, in the owner's word; null: as is known of it. */
  @Column('boolean', { nullable: true })
  sees!: boolean | null;

  @Column('boolean', { name: 'is_default', default: false })
  isDefault!: boolean;

  @Column('boolean', { name: 'is_background', default: false })
  isBackground!: boolean;

  /** The model that its server makes vectors with; empty: none. */
  @Column('text', { name: 'embedding_model', default: '' })
  embeddingModel!: string;

  @Column('boolean', { name: 'is_recall', default: false })
  isRecall!: boolean;

  @Column('boolean', { name: 'from_environment', default: false })
  fromEnvironment!: boolean;

  @Column('int', { default: 1 })
  revision!: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
