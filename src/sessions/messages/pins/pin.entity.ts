import { CreateDateColumn, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A place of a story that is to be remembered word for word, on the branch that holds it. */
@Entity('pins')
export class Pin {
  @ForeignKey('Branch', { name: 'pins_branch', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'branch_id', primaryKeyConstraintName: 'pins_pk' })
  branchId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pins_pk' })
  seq!: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
