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

/** A text that was taken in: a page, a novel. */
@Entity('sources')
@Check('sources_kind', `kind IN ('link', 'file')`)
@Check('sources_kept_out', `jsonb_typeof(kept_out) = 'array'`)
export class Source {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'sources_pk' })
  id!: string;

  @Index('sources_of_owner')
  @ForeignKey('Owner', { name: 'sources_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('sources_of_ingest')
  @ForeignKey('Ingest', { name: 'sources_ingest', onDelete: 'SET NULL' })
  @Column('uuid', { name: 'ingest_id', nullable: true })
  ingestId!: string | null;

  @Column('text')
  title!: string;

  @Column('text')
  kind!: 'link' | 'file';

  @Column('text', { nullable: true })
  url!: string | null;

  @Column('text', { name: 'media_type' })
  mediaType!: string;

  @Column('text', { nullable: true })
  encoding!: string | null;

  @Column('text', { nullable: true })
  revision!: string | null;

  @Column('text', { nullable: true })
  licence!: string | null;

  /** Whom the whole of it is about, where it says so itself: a wiki's page on somebody. */
  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('text')
  language!: 'en' | 'zh';

  /** UTF-16 units. */
  @Column('int')
  length!: number;

  /** What speaks to a language model in it, and is kept out of what a model is sent: offsets in the whole text. */
  @Column('jsonb', { name: 'kept_out', default: [] })
  keptOut!: { start: number; end: number }[];

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A chapter; joined in order, the texts of a source's sections are its whole text. */
@Entity('sections')
export class Section {
  @ForeignKey('Source', { name: 'sections_source', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'source_id', primaryKeyConstraintName: 'sections_pk' })
  sourceId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'sections_pk' })
  n!: number;

  @Column('text')
  title!: string;

  @Column('text')
  text!: string;
}

/** A paragraph: offsets in UTF-16 units within its section's text. Its id is `p` and its number in the source. */
@Entity('passages')
@Check('passages_span', 'start >= 0 AND "end" > start')
@Index('passages_of_section', ['sourceId', 'section', 'n'])
@ForeignKey(() => Section, ['sourceId', 'section'], ['sourceId', 'n'], {
  name: 'passages_section',
  onDelete: 'CASCADE',
})
export class Passage {
  @PrimaryColumn('uuid', { name: 'source_id', primaryKeyConstraintName: 'passages_pk' })
  sourceId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'passages_pk' })
  n!: number;

  @Column('int', { name: 'section_n' })
  section!: number;

  @Column('int')
  start!: number;

  @Column('int')
  end!: number;
}
