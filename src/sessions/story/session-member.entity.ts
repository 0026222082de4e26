import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { MemberKind } from '../../contracts/session.js';

/** Who takes part in a session. Every session has a character, who answers, and a persona, who the user is. */
@Entity('session_members')
@Check('session_members_kind', `kind IN ('character', 'persona', 'narrator', 'guest')`)
@Check(
  'session_members_of_kind',
  `(character_id IS NULL OR kind = 'character') AND (persona_id IS NULL OR kind = 'persona')`,
)
@Index('session_members_position', ['ownerId', 'sessionId', 'position'], { unique: true })
@Index('session_members_one_persona', ['ownerId', 'sessionId'], { unique: true, where: `kind = 'persona'` })
@Index('session_members_guest', ['ownerId', 'sessionId', 'name'], { unique: true, where: `kind = 'guest'` })
@Index('session_members_character_once', ['ownerId', 'sessionId', 'characterId'], { unique: true })
export class SessionMember {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'session_members_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'session_members_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('session_members_of_session')
  @ForeignKey('Session', { name: 'session_members_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('text')
  kind!: MemberKind;

  @Index('session_members_of_character')
  @ForeignKey('Character', { name: 'session_members_character', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'character_id', nullable: true })
  characterId!: string | null;

  @Index('session_members_of_persona')
  @ForeignKey('Persona', { name: 'session_members_persona', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'persona_id', nullable: true })
  personaId!: string | null;

  /** What it is called; a character that is still there is called by its own name. */
  @Column('text')
  name!: string;

  @Column('int')
  position!: number;
}
