import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What a run of a branch's own messages means, as vectors of one model. Of nobody's messages, there are none in it. */
@Entity('recall_vectors')
@Check('recall_vectors_dimensions', 'dimensions BETWEEN 0 AND 4096')
export class RecallVector {
  @ForeignKey('Branch', { name: 'recall_vectors_branch', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'branch_id', primaryKeyConstraintName: 'recall_vectors_pk' })
  branchId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'recall_vectors_pk' })
  n!: number;

  @Column('text')
  model!: string;

  @Column('int')
  dimensions!: number;

  @Column('bytea')
  bytes!: Buffer;
}
