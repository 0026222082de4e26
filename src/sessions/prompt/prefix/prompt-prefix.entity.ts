import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { SettledScript } from '../../../contracts/regex-script.js';
import type { Sheet } from '../../../contracts/sheet.js';
import type { StandingRule } from '../../../context/parts/rules.js';
import type { SourceAbsence } from '../../../contracts/session.js';

/** What requests begin with: system prompt and chronicle. A row is never changed: turns name the one that they sent. */
@Entity('prompt_prefixes')
@Check('prompt_prefixes_rules', `jsonb_typeof(rules) = 'array'`)
@Check('prompt_prefixes_pins', `jsonb_typeof(pins) = 'array'`)
@Check('prompt_prefixes_scripts', `jsonb_typeof(scripts) = 'array'`)
@Check('prompt_prefixes_language', `language IN ('en', 'zh')`)
@Check(
  'prompt_prefixes_source_absence',
  `source_absence IN ('no_source', 'never', 'made_room', 'folded', 'too_long')`,
)
export class PromptPrefix {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'prompt_prefixes_pk' })
  id!: string;

  @Index('prompt_prefixes_of_session')
  @ForeignKey('Session', { name: 'prompt_prefixes_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  /** What it was rendered from. */
  @Column('text')
  key!: string;

  @Column('text')
  text!: string;

  /** Where the chronicle begins, in UTF-16 units. */
  @Column('int', { name: 'chronicle_at' })
  chronicleAt!: number;

  @Column('int', { name: 'chronicle_end', nullable: true })
  chronicleEnd!: number | null;

  /** Where how to play begins, behind the source's text; of older ones it is not known. */
  @Column('int', { name: 'frame_at', nullable: true })
  frameAt!: number | null;

  @Column('int', { name: 'rules_at', nullable: true })
  rulesAt!: number | null;

  @Column('int')
  tokens!: number;

  @Column('text')
  language!: Sheet['language'];

  @Column('text', { name: 'after_history' })
  afterHistory!: string;

  /** The author's note on the character that is told above the newest messages. */
  @Column('text', { name: 'depth_prompt', default: '' })
  depthPrompt!: string;

  /** The rules that stand in it. */
  @Column('jsonb')
  rules!: StandingRule[];

  /** The numbers of the pinned messages that stand in it. */
  @Column('jsonb', { default: [] })
  pins!: number[];

  /** Whether what is always told of the lorebook stands in it; else it comes in the tail, too. */
  @Column('boolean')
  lorebook!: boolean;

  /** Whether the text of the source stands in it. */
  @Column('boolean', { default: false })
  source!: boolean;

  /** Why it does not; null where it does, and in rows of earlier versions. */
  @Column('text', { name: 'source_absence', nullable: true })
  sourceAbsence!: SourceAbsence | null;

  /** The last section of the story that the prompt may use; null: all of it. */
  @Column('int', { name: 'up_to_section', nullable: true })
  upToSection!: number | null;

  /** Whether the labels of messages are told after it; else the story has a time of its own. */
  @Column('boolean', { default: true })
  dated!: boolean;

  /** What the card changes in messages that are stored, and in those that are sent after it. */
  @Column('jsonb', { default: [] })
  scripts!: SettledScript[];

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
