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

/** A one-time code of a sign-in link, or the cookie that it was changed for; only its SHA-256 is kept. */
@Entity('sign_ins')
@Check('sign_ins_kind', `kind IN ('code', 'cookie')`)
export class SignIn {
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'sign_ins_pk' })
  hash!: Buffer;

  @ForeignKey('Owner', { name: 'sign_ins_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  kind!: 'code' | 'cookie';

  @Index('sign_ins_expiry')
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
