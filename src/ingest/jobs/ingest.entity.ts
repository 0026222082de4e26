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
import type { StoredFlag } from '../cast/flags.js';
import type {
  CastMember,
  CastMerge,
  CastQuestion,
  CastTalks,
  FileDoubt,
  IngestStatus,
  IngestStep,
  IngestView,
  PageOffer,
} from '../../contracts/ingest.js';
import { listOf, storedChoice, storedProblem } from './stored-lists.js';

export interface IngestChoice {
  /** Empty: whoever was wanted from the beginning. */
  names: string[];
  upToSection?: number;
  tokenBudget?: number;
  /** The character of this job whose sheet is written anew, in the place of a new character. */
  inPlaceOf?: string;
}

/** The job that turns links and files into sources and a sheet. Its row is its queue entry and its progress. */
@Entity('ingests')
@Check('ingests_status', `status IN ('queued', 'running', 'needs_choice', 'done', 'failed', 'cancelled')`)
@Check('ingests_step', `step IN ('fetch', 'decode', 'read', 'choose', 'write', 'verify', 'done')`)
@Check('ingests_progress', 'progress BETWEEN 0 AND 1')
@Check('ingests_under_way', `under_way IS NULL OR status = 'running'`)
@Index('ingests_of_owner', ['ownerId', 'createdAt'])
@Index('ingests_open', ['createdAt'], { where: `status IN ('queued', 'running')` })
export class Ingest {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'ingests_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'ingests_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  status!: IngestStatus;

  @Column('text')
  step!: IngestStep;

  @Column('real', { default: 0 })
  progress!: number;

  @Column('text', { default: '' })
  message!: string;

  @Column('text')
  title!: string;

  /** The links that were handed in. */
  @Column('jsonb', { default: [], transformer: listOf('urls') })
  urls!: string[];

  /** The subpages that are suggested are fetched without asking. */
  @Column('boolean', { default: false })
  subpages!: boolean;

  @Column('jsonb', { default: [], transformer: listOf('offers') })
  offers!: PageOffer[];

  @Column('jsonb', { default: [], transformer: listOf('unread') })
  unread!: IngestView['unread'];

  /** Files, and what links led to, whose encoding was guessed, each with the sources that it became. */
  @Column('jsonb', { default: [], transformer: listOf('doubts') })
  doubts!: (FileDoubt & { sourceIds: string[] })[];

  /** Whom to make without asking. */
  @Column('text', { nullable: true })
  wanted!: string | null;

  @Column('jsonb', { default: [], transformer: listOf('cast') })
  cast!: CastMember[];

  @Column('jsonb', { default: [], transformer: listOf('questions') })
  questions!: CastQuestion[];

  @Column('jsonb', { default: [], transformer: listOf('talks') })
  talks!: CastTalks[];

  /** Which of them a person has said to be one. */
  @Column('jsonb', { default: [], transformer: listOf('merges') })
  merges!: CastMerge[];

  /** Whom it adds to. */
  @Index('ingests_of_character')
  @ForeignKey('Character', { name: 'ingests_character', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'character_id', nullable: true })
  characterId!: string | null;

  /** Whom to make, up to which section of the story, for how many tokens. */
  @Column('jsonb', { nullable: true, transformer: storedChoice })
  choice!: IngestChoice | null;

  /** Tokens that writing has taken so far. */
  @Column('int', { name: 'spent_tokens', default: 0 })
  spentTokens!: number;

  @Column('jsonb', { default: [], transformer: listOf('flags') })
  flags!: StoredFlag[];

  @Column('jsonb', { nullable: true, transformer: storedProblem })
  error!: { code: string; message: string } | null;

  /** The number of the process that works on it. */
  @Column('int', { nullable: true })
  holder!: number | null;

  /** What is being read, where that may end a process. */
  @Column('text', { name: 'under_way', nullable: true })
  underWay!: string | null;

  /** How many processes reading each of what it reads has ended. */
  @Column('jsonb', { default: {} })
  deaths!: Record<string, number>;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

/**
 * What was handed in, kept until it has become sources; one whose encoding is in doubt, and what a link led to where
 * that is, until the ingest ends.
 */
@Entity('ingest_files')
export class IngestFile {
  @ForeignKey('Ingest', { name: 'ingest_files_ingest', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'ingest_id', primaryKeyConstraintName: 'ingest_files_pk' })
  ingestId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'ingest_files_pk' })
  n!: number;

  @Column('text')
  name!: string;

  /** What a person called it. */
  @Column('text', { nullable: true })
  title!: string | null;

  /** Where it was fetched from. */
  @Column('text', { nullable: true })
  url!: string | null;

  /** As a person chose it. */
  @Column('text', { nullable: true })
  encoding!: string | null;
}

/** The bytes of a file, in pieces from 0: a large one is never in memory as a whole. */
@Entity('ingest_file_pieces')
@ForeignKey('IngestFile', ['ingestId', 'n'], ['ingestId', 'n'], {
  name: 'ingest_file_pieces_file',
  onDelete: 'CASCADE',
})
export class IngestFilePiece {
  @PrimaryColumn('uuid', { name: 'ingest_id', primaryKeyConstraintName: 'ingest_file_pieces_pk' })
  ingestId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'ingest_file_pieces_pk' })
  n!: number;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'ingest_file_pieces_pk' })
  piece!: number;

  @Column('bytea')
  bytes!: Buffer;
}
