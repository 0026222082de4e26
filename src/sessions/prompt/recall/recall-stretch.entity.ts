import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The index of recall for a stretch of a branch's own messages. */
@Entity('recall_stretches')
export class RecallStretch {
  @ForeignKey('Branch', { name: 'recall_stretches_branch', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'branch_id', primaryKeyConstraintName: 'recall_stretches_pk' })
  branchId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'recall_stretches_pk' })
  n!: number;

  @Column('bytea')
  bytes!: Buffer;
}
