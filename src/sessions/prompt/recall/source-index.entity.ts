import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The index of recall for a part of a source. */
@Entity('source_indexes')
export class StoredSourceIndex {
  @ForeignKey('Source', { name: 'source_indexes_source', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'source_id', primaryKeyConstraintName: 'source_indexes_pk' })
  sourceId!: string;

  /** From 0, in the order of the text. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'source_indexes_pk' })
  n!: number;

  @Column('bytea')
  bytes!: Buffer;
}
