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
import type { AvatarSize, ReportTexts, SheetVersionView } from '../contracts/character.js';
import type { JsonObject } from './imports/foreign-json.js';
import type { Sheet } from '../contracts/sheet.js';

/** Somebody one can talk to. */
@Entity('characters')
@Check('characters_card', `jsonb_typeof(card) = 'object'`)
@Check('characters_import_report', `jsonb_typeof(import_report) = 'object'`)
@Check('characters_folder', 'folder = btrim(folder) AND length(folder) BETWEEN 1 AND 100')
@Index('characters_of_owner', ['ownerId', 'createdAt'])
export class Character {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'characters_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'characters_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('characters_of_ingest')
  @ForeignKey('Ingest', { name: 'characters_ingest', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'ingest_id', nullable: true })
  ingestId!: string | null;

  @Column('text')
  name!: string;

  /** The newest. */
  @Column('int', { name: 'sheet_version', default: 1 })
  sheetVersion!: number;

  /** The card it was imported from, whole, so that nothing of it is lost on the way out. */
  @Column('jsonb', { nullable: true })
  card!: JsonObject | null;

  /** SHA-256 of the card's JSON as the database writes it; a trigger keeps it. */
  @Column('bytea', { name: 'card_hash', nullable: true })
  cardHash!: Buffer | null;

  /** What of it, and of lorebooks that came later, is kept only or was lost. */
  @Column('jsonb', { name: 'import_report', nullable: true })
  importReport!: ReportTexts | null;

  /** By which it is talked with; null: the owner's default. */
  @Index('characters_by_connection', { where: 'connection_id IS NOT NULL' })
  @ForeignKey('Connection', { name: 'characters_connection', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'connection_id', nullable: true })
  connectionId!: string | null;

  @Column('boolean', { default: false })
  sample!: boolean;

  @Column('boolean', { default: false })
  favourite!: boolean;

  @Column('text', { nullable: true })
  folder!: string | null;

  /** What a search looks at, folded: the name, and what the sheet in force is found by (`keep_character_finds`). */
  @Column('text', { name: 'found_by', default: '' })
  foundBy!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

/** A version of a character's sheet; never edited in place. */
@Entity('sheets')
@Check('sheets_sheet', `jsonb_typeof(sheet) = 'object'`)
@Check('sheets_line_language', `line_language IN ('en', 'zh')`)
@Check('sheets_cause', `cause IN ('ingest', 'import', 'edit', 'sample')`)
export class SheetVersion {
  @ForeignKey('Character', { name: 'sheets_character', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'character_id', primaryKeyConstraintName: 'sheets_pk' })
  characterId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'sheets_pk' })
  version!: number;

  @Column('jsonb')
  sheet!: Sheet;

  /** What the line of a list is made of, and in which language; a trigger of the database keeps both (`taglineOf`). */
  @Column('text', { name: 'line_text', default: '' })
  lineText!: string;

  @Column('text', { name: 'line_language', default: 'en' })
  lineLanguage!: Sheet['language'];

  /** Of the sheet's notes, and what a search looks at, folded; another trigger keeps these (`keep_sheet_finds`). */
  @Column('text', { default: '' })
  creator!: string;

  @Column('text', { array: true, default: [] })
  tags!: string[];

  @Column('text', { name: 'found_by', default: '' })
  foundBy!: string;

  @Column('text')
  cause!: SheetVersionView['cause'];

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

@Entity('avatars')
export class Avatar {
  @ForeignKey('Character', { name: 'avatars_character', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'character_id', primaryKeyConstraintName: 'avatars_pk' })
  characterId!: string;

  @Column('text', { name: 'media_type' })
  mediaType!: string;

  @Column('bytea')
  bytes!: Buffer;

  /** Kept by a trigger. */
  @Column('bytea')
  sha256!: Buffer;
}

/** An avatar in small, as WebP, made when it is first asked for. It is a row, and not a file, so that it goes with its avatar. */
@Entity('avatar_thumbnails')
@Check('avatar_thumbnails_size', 'size IN (96, 192, 384, 768)')
export class AvatarThumbnail {
  @ForeignKey('Avatar', { name: 'avatar_thumbnails_avatar', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'character_id', primaryKeyConstraintName: 'avatar_thumbnails_pk' })
  characterId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'avatar_thumbnails_pk' })
  size!: AvatarSize;

  /** The hash of the picture that it was made of. */
  @Column('bytea', { name: 'made_of' })
  madeOf!: Buffer;

  @Column('bytea')
  bytes!: Buffer;
}

/** A file that came with a card in its archive. */
@Entity('card_assets')
export class CardAssetFile {
  @ForeignKey('Character', { name: 'card_assets_character', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'character_id', primaryKeyConstraintName: 'card_assets_pk' })
  characterId!: string;

  /** As the archive calls it; never a path on this machine. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'card_assets_pk' })
  name!: string;

  @Column('bytea')
  bytes!: Buffer;
}

/** The sources that a character's sheet rests on. */
@Entity('character_sources')
export class CharacterSource {
  @ForeignKey('Character', { name: 'character_sources_character', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'character_id', primaryKeyConstraintName: 'character_sources_pk' })
  characterId!: string;

  @Index('character_sources_of_source')
  @ForeignKey('Source', { name: 'character_sources_source', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'source_id', primaryKeyConstraintName: 'character_sources_pk' })
  sourceId!: string;
}
