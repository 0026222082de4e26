import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** "From now on …": of one session, or of a character wherever one talks to it. */
@Entity('rules')
@Check('rules_scope', 'num_nonnulls(session_id, character_id) = 1')
export class Rule {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'rules_pk' })
  id!: string;

  @Index('rules_of_owner')
  @ForeignKey('Owner', { name: 'rules_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('rules_of_session', { where: 'session_id IS NOT NULL' })
  @ForeignKey('Session', { name: 'rules_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  @Index('rules_of_character', { where: 'character_id IS NOT NULL' })
  @ForeignKey('Character', { name: 'rules_character', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'character_id', nullable: true })
  characterId!: string | null;

  @Column('text')
  text!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
