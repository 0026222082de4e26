import { Check, Column, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** What a provider counts for a token that was estimated, by model. */
@Entity('calibrations')
@Check('calibrations_ratio', 'ratio >= 0.25 AND ratio <= 4')
export class Calibration {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'calibrations_pk' })
  model!: string;

  @Column('real')
  ratio!: number;

  @Column('int')
  samples!: number;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
