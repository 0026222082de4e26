import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Whoever owns rows: one today, several later. */
@Entity('owners')
export class Owner {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'owners_pk' })
  id!: string;

  @Column('text')
  name!: string;

  /** When the sample characters were given: once, so that deleted ones stay away. */
  @Column('timestamptz', { name: 'samples_at', nullable: true })
  samplesAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/**
 * A one-time code of a sign-in link, or the cookie that it was changed for. A cookie that is ended stays as expired for
 * a while, so that a browser that still sends it is not taken for a guesser.
 */
@Entity('sign_ins')
@Check('sign_ins_kind', `kind IN ('code', 'cookie')`)
export class SignIn {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'sign_ins_pk' })
  id!: string;

  /** SHA-256 of 192 random bits. */
  @Index('sign_ins_hash', { unique: true })
  @Column('bytea')
  hash!: Buffer;

  /** Of the owner's token when this was made: good only as long as that is the token. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Index('sign_ins_of_owner')
  @ForeignKey('Owner', { name: 'sign_ins_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  kind!: 'code' | 'cookie';

  @Index('sign_ins_expiry')
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  /** Some minutes old at most while it is used. */
  @Column('timestamptz', { name: 'last_seen_at', default: () => 'now()' })
  lastSeenAt!: Date;

  /** Where it was last seen. */
  @Column('text', { default: '' })
  address!: string;

  /** In a word or two, such as "Firefox, Windows". */
  @Column('text', { default: '' })
  device!: string;
}
