import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A lorebook entry that was told in a turn, where it matters later that it was; on the branch that told it. */
@Entity('told_entries')
export class LoreActivation {
  @ForeignKey('Branch', { name: 'told_entries_branch', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'branch_id', primaryKeyConstraintName: 'told_entries_pk' })
  branchId!: string;

  /** Of what the entry says, by its keys and content. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'told_entries_pk' })
  entry!: string;

  /** The number of the message that called it. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'told_entries_pk' })
  seq!: number;
}
