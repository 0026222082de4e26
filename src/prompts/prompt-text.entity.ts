import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PromptLanguage, PromptName } from '../contracts/prompt.js';

/** An owner's own words for a prompt: for all characters of a language, or for one of them. */
@Entity('prompt_texts')
@Index('prompt_texts_of_owner', ['ownerId', 'name', 'language'], {
  unique: true,
  where: 'character_id IS NULL',
})
@Index('prompt_texts_of_character', ['characterId', 'name', 'language'], {
  unique: true,
  where: 'character_id IS NOT NULL',
})
@Check(
  'prompt_texts_name',
  `name IN ('main', 'auxiliary', 'post_history', 'reply', 'continue', 'impersonate', 'summarize', 'summarize_merge',
    'sheet', 'sheet_part', 'sheet_merge', 'draft')`,
)
@Check('prompt_texts_language', `language IN ('en', 'zh')`)
@Check('prompt_texts_text', 'length(text) <= 20000')
export class PromptText {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'prompt_texts_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'prompt_texts_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Character', { name: 'prompt_texts_character', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'character_id', nullable: true })
  characterId!: string | null;

  @Column('text')
  name!: PromptName;

  @Column('text')
  language!: PromptLanguage;

  @Column('text')
  text!: string;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;
}
