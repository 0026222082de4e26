import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Who somebody can be in a conversation. */
@Entity('personas')
@Index('personas_of_owner', ['ownerId', 'createdAt'])
export class Persona {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'personas_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'personas_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: '' })
  description!: string;

  /** When it was made the one that new conversations take; of several the latest counts. */
  @Column('timestamptz', { name: 'default_at', nullable: true })
  defaultAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
