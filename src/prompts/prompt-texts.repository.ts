import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { PromptLanguage, PromptName } from '../contracts/prompt.js';

/** An owner's own words for a prompt. */
export interface OwnPrompt {
  name: PromptName;
  language: PromptLanguage;
  /** They are for this character alone. */
  ofCharacter: boolean;
  text: string;
  changedAt: Date;
}

/** A prompt, by where it holds. */
export interface PromptPlace {
  ownerId: string;
  /** Null: it holds for all characters of the language. */
  characterId: string | null;
  name: PromptName;
  language: PromptLanguage;
}

/** What the author of a card wrote in the place of prompts. */
export interface CardPrompts {
  language: PromptLanguage;
  instructions: string;
  afterHistory: string;
}

/** In characters: a card's may be megabytes, of which an editor shows the beginning. */
const SHOWN_OF_CARD = 50_000;

/** An owner's texts, and those for a character; defaults come first. */
export async function ownPrompts(
  database: DataSource,
  ownerId: string,
  characterId: string | null,
): Promise<OwnPrompt[]> {
  return database.query(
    `SELECT name, language, character_id IS NOT NULL AS "ofCharacter", text, changed_at AS "changedAt" FROM prompt_texts
     WHERE owner_id = $1 AND (character_id IS NULL OR character_id = $2)
     ORDER BY character_id NULLS FIRST, name, language`,
    [ownerId, characterId],
  );
}

/** Prompts in their owner's own words. */
@Injectable()
export class PromptTextsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  of(ownerId: string, characterId: string | null): Promise<OwnPrompt[]> {
    return ownPrompts(this.database, ownerId, characterId);
  }

  /** Nothing is put where there is no such character, or it is another owner's. */
  async put({ ownerId, characterId, name, language }: PromptPlace, text: string): Promise<void> {
    const conflict =
      characterId === null
        ? '(owner_id, name, language) WHERE character_id IS NULL'
        : '(character_id, name, language) WHERE character_id IS NOT NULL';
    await this.database.query(
      `INSERT INTO prompt_texts AS p (owner_id, character_id, name, language, text)
       SELECT $1::uuid, $2::uuid, $3, $4, $5
       WHERE $2::uuid IS NULL OR EXISTS (SELECT FROM characters WHERE owner_id = $1 AND id = $2)
       ON CONFLICT ${conflict} DO UPDATE SET text = $5, changed_at = now() WHERE p.text <> $5`,
      [ownerId, characterId, name, language, text],
    );
  }

  async delete({ ownerId, characterId, name, language }: PromptPlace): Promise<void> {
    await this.database.query(
      `DELETE FROM prompt_texts
       WHERE owner_id = $1 AND character_id IS NOT DISTINCT FROM $2::uuid AND name = $3 AND language = $4`,
      [ownerId, characterId, name, language],
    );
  }

  /** What a character's newest sheet says of prompts; null where there is no such character, or it is another owner's. */
  async ofCard(ownerId: string, characterId: string): Promise<CardPrompts | null> {
    const [row] = await this.database.query<CardPrompts[]>(
      `SELECT CASE s.sheet->>'language' WHEN 'zh' THEN 'zh' ELSE 'en' END AS language,
         left(coalesce(s.sheet->>'instructions', ''), ${SHOWN_OF_CARD}) AS instructions,
         left(coalesce(s.sheet->>'afterHistory', ''), ${SHOWN_OF_CARD}) AS "afterHistory"
       FROM characters c JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
       WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, characterId],
    );
    return row ?? null;
  }
}
