import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';

/** Somebody at a platform, or a room there, and the session that it leads to. */
@Entity('bridge_identities')
@Index('bridge_identities_of_owner', ['ownerId', 'bridgeId'])
@Index('bridge_identities_account', ['bridgeId', 'kind', 'account'], { unique: true })
@Check('bridge_identities_kind', `kind IN ('person', 'room')`)
export class BridgeIdentity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'bridge_identities_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'bridge_identities_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Bridge', { name: 'bridge_identities_bridge', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bridge_id' })
  bridgeId!: string;

  @Column('text')
  kind!: 'person' | 'room';

  /** As the platform numbers it. */
  @Column('text')
  account!: string;

  @Column('text')
  name!: string;

  @Index('bridge_identities_of_session', { where: 'session_id IS NOT NULL' })
  @ForeignKey('Session', { name: 'bridge_identities_session', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  /** Who answers. */
  @Index('bridge_identities_of_character', { where: 'character_id IS NOT NULL' })
  @ForeignKey('Character', { name: 'bridge_identities_character', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'character_id', nullable: true })
  characterId!: string | null;

  /** Null: nobody who may talk. */
  @Column('timestamptz', { name: 'paired_at', nullable: true })
  pairedAt!: Date | null;

  @Column('boolean', { default: false })
  paused!: boolean;

  /** Of a room: only who is old enough sees it, as its platform last said. */
  @Column('boolean', { name: 'is_age_restricted', default: false })
  isAgeRestricted!: boolean;

  /** When it was last told that it is not answered. */
  @Column('timestamptz', { name: 'told_at', nullable: true })
  toldAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** How somebody is called in a room: no two are called the same there. */
@Entity('bridge_guests')
@Index('bridge_guests_name', ['roomId', 'name'], { unique: true })
export class BridgeGuest {
  @ForeignKey('Owner', { name: 'bridge_guests_owner', onDelete: 'CASCADE' })
  @Index('bridge_guests_of_owner')
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('BridgeIdentity', { name: 'bridge_guests_room', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'room_id', primaryKeyConstraintName: 'bridge_guests_pk' })
  roomId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'bridge_guests_pk' })
  account!: string;

  @Column('text')
  name!: string;
}

/** A code by which an account of a platform becomes a person's, for an hour. */
@Entity('bridge_pairings')
@Index('bridge_pairings_of_owner', ['ownerId', 'expiresAt'])
@Index('bridge_pairings_code', ['codeHash'], { unique: true })
export class BridgePairing {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'bridge_pairings_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'bridge_pairings_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  /** Null: at every bridge of the owner's. */
  @Index('bridge_pairings_of_bridge')
  @ForeignKey('Bridge', { name: 'bridge_pairings_bridge', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bridge_id', nullable: true })
  bridgeId!: string | null;

  @ForeignKey('Character', { name: 'bridge_pairings_character', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'character_id', nullable: true })
  characterId!: string | null;

  /** SHA-256. */
  @Column('bytea', { name: 'code_hash' })
  codeHash!: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
