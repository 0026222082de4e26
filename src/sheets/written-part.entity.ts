import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a model has answered already: a job that is repeated, or goes on after a killed process, does not pay for it again. */
@Entity('written_parts')
@Index('written_parts_unused', ['usedAt'])
export class WrittenPart {
  @ForeignKey('Owner', { name: 'written_parts_owner', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'written_parts_pk' })
  ownerId!: string;

  /** SHA-256 of what was asked: the part's text, the character, the instructions' version, the model. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'written_parts_pk' })
  hash!: Buffer;

  /** Null: the answer did not fit, less has to be asked at once. */
  @Column('jsonb', { nullable: true })
  answer!: object | null;

  @Column('timestamptz', { name: 'used_at', default: () => 'now()' })
  usedAt!: Date;
}
