import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { WebhookCallEvent, WebhookEvent } from '../contracts/webhook.js';

/** An address that is told of what happens to its owner's conversations and imports. */
@Entity('webhooks')
@Index('webhooks_of_owner', ['ownerId', 'createdAt'])
@Check('webhooks_url_length', 'length(url) BETWEEN 1 AND 2000')
export class Webhook {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'webhooks_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'webhooks_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  /** The key that added it: it goes with the key. Null where the owner did. */
  @Index('webhooks_of_key')
  @ForeignKey('ApiKey', { name: 'webhooks_key', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'key_id', nullable: true })
  keyId!: string | null;

  @Column('text')
  url!: string;

  @Column('text', { array: true })
  events!: WebhookEvent[];

  /** What its calls are signed with, sealed for this row. */
  @Column('bytea')
  secret!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A call that is to be made, or was. What it says goes once it was made. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_of_webhook', ['webhookId', 'createdAt'])
@Index('webhook_deliveries_ping', ['webhookId'], {
  unique: true,
  where: `event = 'ping' AND next_at IS NOT NULL`,
})
@Index('webhook_deliveries_due', ['nextAt'], { where: 'next_at IS NOT NULL' })
@Check('webhook_deliveries_state', `state IN ('waiting', 'delivered', 'failed')`)
export class WebhookDelivery {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'webhook_deliveries_pk' })
  id!: string;

  @ForeignKey('Webhook', { name: 'webhook_deliveries_webhook', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'webhook_id' })
  webhookId!: string;

  @Column('text')
  event!: WebhookCallEvent;

  /** JSON of what happened; empty once it was told, or given up. */
  @Column('text')
  data!: string;

  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'delivered' | 'failed';

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'next_at', nullable: true, default: () => 'now()' })
  nextAt!: Date | null;

  @Column('text', { nullable: true })
  problem!: string | null;

  @Column('text', { name: 'problem_code', nullable: true })
  problemCode!: string | null;

  /** The HTTP status that refused it. */
  @Column('int', { name: 'problem_status', nullable: true })
  problemStatus!: number | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
