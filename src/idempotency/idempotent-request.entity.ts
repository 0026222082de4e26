import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A request that its client has named, and how it was answered, for a day. */
@Entity('idempotent_requests')
export class IdempotentRequest {
  @ForeignKey('Owner', { name: 'idempotent_requests_owner', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'idempotent_requests_pk' })
  ownerId!: string;

  /** SHA-256 of the client's name for it, with the API key that it came with. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'idempotent_requests_pk' })
  name!: Buffer;

  /** SHA-256 of what was asked. */
  @Column('bytea')
  request!: Buffer;

  /** The process that works on it; null once it is answered. */
  @Column('int', { nullable: true })
  holder!: number | null;

  @Column('int', { nullable: true })
  status!: number | null;

  @Column('text', { name: 'media_type', default: '' })
  mediaType!: string;

  /** Sealed, for answers hold keys that are shown once; null where it is too large to be kept. */
  @Column('bytea', { nullable: true })
  body!: Buffer | null;

  @Index('idempotent_requests_age')
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
