import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** An activation of a lorebook entry, where it matters later; on the branch of the message that called it. */
@Entity('lore_activations')
export class LoreActivation {
  @ForeignKey('Branch', { name: 'lore_activations_branch', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'branch_id', primaryKeyConstraintName: 'lore_activations_pk' })
  branchId!: string;

  /** Of what the entry says, by its keys and content. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'lore_activations_pk' })
  entry!: string;

  /** The number of the message that called it. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'lore_activations_pk' })
  seq!: number;
}
