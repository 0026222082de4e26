import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { SpendingPurpose } from '../../contracts/spending.js';

/** TypeORM writes into what it is given, so each column has its own. */
const PRIMARY = { primaryKeyConstraintName: 'spending_pk' };

/** What an owner's connection was asked for on a day, for one purpose, in one session or ingest. */
@Entity('spending')
@Check(
  'spending_purpose',
  `purpose IN ('turn', 'fold', 'rewrite', 'import', 'sheet', 'draft', 'test', 'recall')`,
)
@Index('spending_by_subject', ['ownerId', 'subjectId'], { where: `purpose IN ('import', 'sheet')` })
export class Spending {
  @ForeignKey('Owner', { name: 'spending_owner', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { ...PRIMARY, name: 'owner_id' })
  ownerId!: string;

  @Index('spending_by_connection')
  @ForeignKey('Connection', { name: 'spending_connection', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { ...PRIMARY, name: 'connection_id' })
  connectionId!: string;

  /** In UTC. */
  @PrimaryColumn('date', { ...PRIMARY })
  day!: string;

  @PrimaryColumn('text', { ...PRIMARY })
  purpose!: SpendingPurpose;

  /** The session or the ingest; what was spent stays when that is deleted. */
  @PrimaryColumn('uuid', { ...PRIMARY, name: 'subject_id' })
  subjectId!: string;

  @Column('int')
  requests!: number;

  @Column('bigint', { name: 'tokens_in' })
  tokensIn!: string;

  @Column('bigint', { name: 'tokens_cached' })
  tokensCached!: string;

  @Column('bigint', { name: 'tokens_out' })
  tokensOut!: string;

  /** Null where no price is known. */
  @Column('double precision', { nullable: true })
  cost!: number | null;
}
