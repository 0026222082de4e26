import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import type { PrefixMoved } from '../../contracts/receipt.js';
import type { RecallMeasure, StoryTime } from '../../contracts/session.js';

/** One lifelong conversation. */
@Entity('sessions')
@Index('sessions_of_owner', ['ownerId', 'updatedAt'])
@Index('sessions_outside_key', ['ownerId', 'characterId', 'outsideKey'], {
  unique: true,
  where: 'outside_key IS NOT NULL',
})
@Check('sessions_extras', `jsonb_typeof(extras) = 'object'`)
@Check('sessions_token_budget', 'token_budget >= 1000')
@Check('sessions_recall', `recall IN ('frugal', 'balanced', 'thorough')`)
@Check('sessions_story_time', `story_time IN ('mine', 'own')`)
@Check('sessions_up_to_section', 'up_to_section >= 1')
@Check(
  'sessions_moved_by',
  `moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'clock', 'upgrade', 'prompt', 'unfold')`,
)
export class Session {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'sessions_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'sessions_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('sessions_of_character')
  @ForeignKey('Character', { name: 'sessions_character', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'character_id' })
  characterId!: string;

  @Column('text')
  title!: string;

  /** Whose text it has; none where it was given one of its own. */
  @Index('sessions_of_persona')
  @ForeignKey('Persona', { name: 'sessions_persona', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'persona_id', nullable: true })
  personaId!: string | null;

  @Column('text', { name: 'persona_name' })
  personaName!: string;

  @Column('text', { name: 'persona_description', default: '' })
  personaDescription!: string;

  /** The author's note: goes with every turn, at its end. */
  @Column('text', { default: '' })
  note!: string;

  /** Another, that goes with the next reply only. */
  @Column('text', { name: 'note_once', default: '' })
  noteOnce!: string;

  /** IANA name; days begin and end by it. */
  @Column('text', { name: 'time_zone', default: 'UTC' })
  timeZone!: string;

  /** The branch that is open. */
  @ForeignKey('Branch', { name: 'sessions_branch', deferrable: 'INITIALLY DEFERRED' })
  @Column('uuid', { name: 'branch_id' })
  branchId!: string;

  /** What another program calls it; empty for one that names none. */
  @Column('text', { name: 'outside_key', nullable: true })
  outsideKey!: string | null;

  /** The header of the chat file that was brought in, to go out again as it came. */
  @Column('jsonb', { nullable: true })
  extras!: object | null;

  /** Unset: the newest version of the sheet is followed. */
  @Column('int', { name: 'sheet_pin', nullable: true })
  sheetPin!: number | null;

  /** What its requests begin with; rendered anew only when its key changes. */
  @ForeignKey('PromptPrefix', { name: 'sessions_prompt_prefix', deferrable: 'INITIALLY DEFERRED' })
  @Column('uuid', { name: 'prompt_prefix_id', nullable: true })
  prefixId!: string | null;

  /** The point in the story that it stands at, a section of the character's first source; unset: the end of it. */
  @Column('int', { name: 'up_to_section', nullable: true })
  upToSection!: number | null;

  @Column('text', { name: 'up_to_title', nullable: true })
  upToTitle!: string | null;

  /** Whether the source itself is sent; unset: when it takes less than half of the window. */
  @Column('boolean', { name: 'pin_source', nullable: true })
  pinSource!: boolean | null;

  /** It has left to make room. */
  @Column('boolean', { name: 'source_left', default: false })
  sourceLeft!: boolean;

  /** The most tokens that a turn may send; unset: what the window has room for. */
  @Column('int', { name: 'token_budget', nullable: true })
  tokenBudget!: number | null;

  /** How much of what was said before is recalled. */
  @Column('text', { default: 'balanced' })
  recall!: RecallMeasure;

  /** By which it is talked with; null: the character's, else the owner's default. */
  @Index('sessions_by_connection', { where: 'connection_id IS NOT NULL' })
  @ForeignKey('Connection', { name: 'sessions_connection', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'connection_id', nullable: true })
  connectionId!: string | null;

  /** Whose time the story lives in. */
  @Column('text', { name: 'story_time', default: 'mine' })
  storyTime!: StoryTime;

  /** Where what the last turn sent ahead of its tail ended, in bytes of the serialised messages. */
  @Column('bigint', { name: 'sent_bytes', default: 0 })
  sentBytes!: string;

  /** SHA-256 of those bytes. */
  @Column('bytea', { name: 'sent_hash', nullable: true })
  sentHash!: Buffer | null;

  /** Why less of it stands than was sent, until a turn's receipt has said so. */
  @Column('text', { name: 'moved_by', nullable: true })
  movedBy!: PrefixMoved | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

/** A way that the story went; numbers are given out on it. */
@Entity('branches')
export class Branch {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'branches_pk' })
  id!: string;

  @Index('branches_of_session')
  @ForeignKey('Session', { name: 'branches_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('int', { name: 'last_seq', default: 0 })
  lastSeq!: number;

  /** Goes up when a message that stands already changes. */
  @Column('int', { default: 0 })
  revision!: number;

  /** Messages up to this number are folded. */
  @Column('int', { name: 'folded_seq', default: 0 })
  foldedSeq!: number;

  /** How many those are. */
  @Column('int', { name: 'folded_messages', default: 0 })
  foldedMessages!: number;

  /** Goes up when the chronicle changes. */
  @Column('int', { default: 0 })
  chronicle!: number;

  /** The chronicle's number when messages last came back word for word. */
  @Column('int', { default: 0 })
  unfolded!: number;

  /** In tokens, what could be sent when it last folded; null: that was not written down. */
  @Column('int', { name: 'fold_room', nullable: true })
  foldRoom!: number | null;

  /** The branch that it left, while there is that one. */
  @Index('branches_of_parent')
  @ForeignKey('Branch', { name: 'branches_parent', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** The last number that it shares with its parent. */
  @Column('int', { name: 'from_seq', default: 0 })
  fromSeq!: number;

  @Column('text', { default: '' })
  title!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A range of a branch's story, on the branch that holds it. */
@Entity('branch_segments')
@Check('branch_segments_range', 'to_seq >= from_seq')
export class BranchSegment {
  @ForeignKey('Branch', { name: 'branch_segments_branch', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'branch_id', primaryKeyConstraintName: 'branch_segments_pk' })
  branchId!: string;

  @PrimaryColumn('int', { name: 'from_seq', primaryKeyConstraintName: 'branch_segments_pk' })
  fromSeq!: number;

  @Index('branch_segments_of_branch')
  @ForeignKey('Branch', { name: 'branch_segments_of', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'of_branch_id' })
  ofBranchId!: string;

  @Column('int', { name: 'to_seq', default: 2147483647 })
  toSeq!: number;
}
