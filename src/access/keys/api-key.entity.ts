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
import type { Scope } from '../../contracts/api-key.js';

/** What a program signs in with in its owner's stead, for what its scopes allow. */
@Entity('api_keys')
@Index('api_keys_of_owner', ['ownerId', 'createdAt'])
@Check('api_keys_name_length', 'length(name) BETWEEN 1 AND 100')
export class ApiKey {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'api_keys_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'api_keys_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  /** SHA-256 of 256 random bits, which no number of guesses finds. */
  @Index('api_keys_hash', { unique: true })
  @Column('bytea')
  hash!: Buffer;

  @Column('text')
  name!: string;

  @Column('text')
  hint!: string;

  @Column('text', { array: true })
  scopes!: Scope[];

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('int', { name: 'requests_per_minute', nullable: true })
  requestsPerMinute!: number | null;

  @Column('int', { name: 'requests_per_day', nullable: true })
  requestsPerDay!: number | null;

  @Column('int', { name: 'tokens_per_minute', nullable: true })
  tokensPerMinute!: number | null;

  @Column('int', { name: 'tokens_per_day', nullable: true })
  tokensPerDay!: number | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('text', { name: 'last_address', default: '' })
  lastAddress!: string;
}

/** What a key has taken on a day (UTC), so that a restart forgets nothing. */
@Entity('api_key_days')
export class ApiKeyDay {
  @ForeignKey('ApiKey', { name: 'api_key_days_key', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'key_id', primaryKeyConstraintName: 'api_key_days_pk' })
  keyId!: string;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'api_key_days_pk' })
  day!: string;

  @Column('int', { default: 0 })
  requests!: number;

  @Column('bigint', { default: 0 })
  tokens!: string;
}

/** A request that came with a key, of which the latest are kept. It outlives its key, and names it. */
@Entity('api_calls')
@Index('api_calls_of_owner', ['ownerId', 'at'])
export class ApiCall {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'api_calls_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'api_calls_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text', { name: 'key_name' })
  keyName!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  method!: string;

  @Column('text')
  route!: string;

  @Column('int')
  status!: number;

  @Column('int')
  ms!: number;
}
