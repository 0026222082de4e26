import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Where a signed-in browser is told of replies, when its page is closed. It ends with the sign-in. */
@Entity('push_subscriptions')
@Index('push_subscriptions_endpoint', ['endpoint'], { unique: true })
@Index('push_subscriptions_of_owner', ['ownerId', 'createdAt'])
@Index('push_subscriptions_of_sign_in', ['signInId'])
@Check('push_subscriptions_endpoint_length', 'length(endpoint) BETWEEN 1 AND 2000')
export class PushSubscription {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'push_subscriptions_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'push_subscriptions_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('SignIn', { name: 'push_subscriptions_sign_in', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'sign_in_id' })
  signInId!: string;

  /** An address of the browser's push service. Whoever knows it and the keys can send. */
  @Column('text')
  endpoint!: string;

  /** The browser's public key, base64url. */
  @Column('text')
  p256dh!: string;

  @Column('text')
  auth!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
