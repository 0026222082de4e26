import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { BridgeKind, BridgeSettings } from '../contracts/bridge.js';

/** Another door to the same sessions. */
@Entity('bridges')
@Index('bridges_of_owner', ['ownerId', 'createdAt'])
@Check('bridges_name', 'length(name) BETWEEN 1 AND 100')
@Check('bridges_kind', `kind IN ('onebot', 'discord', 'ilink', 'telegram', 'wecom', 'wechat-official')`)
@Check('bridges_settings', `jsonb_typeof(settings) = 'object'`)
export class Bridge {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'bridges_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'bridges_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  kind!: BridgeKind;

  @Column('text')
  name!: string;

  /** Without its secrets. */
  @Column('jsonb', { default: {} })
  settings!: BridgeSettings;

  /** Sealed; null where there are none. */
  @Column('bytea', { nullable: true })
  secrets!: Buffer | null;

  @Column('boolean', { default: false })
  enabled!: boolean;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** What happened at a bridge, without texts; the last hundred are kept. */
@Entity('bridge_events')
@Index('bridge_events_of_bridge', ['bridgeId', 'n'])
export class BridgeEventRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'bridge_events_pk' })
  n!: string;

  @ForeignKey('Owner', { name: 'bridge_events_owner', onDelete: 'CASCADE' })
  @Index('bridge_events_of_owner')
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Bridge', { name: 'bridge_events_bridge', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bridge_id' })
  bridgeId!: string;

  @Column('text')
  code!: string;

  @Column('jsonb', { default: {} })
  params!: Record<string, string | number>;

  @CreateDateColumn({ type: 'timestamptz' })
  at!: Date;
}
