import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Problem } from '../contracts/problem.js';

/**
 * A character's sources, the first before all: the one that tells the story. Of those that came together it is the one
 * with the most sections.
 */
const SOURCES = `
  SELECT s.id, s.title, s.kept_out, row_number() OVER (ORDER BY s.created_at, (SELECT count(*) FROM sections WHERE source_id = s.id) DESC, s.id) AS place
  FROM character_sources cs JOIN sources s ON s.id = cs.source_id WHERE cs.character_id = $1`;

/** The end of a section of a character's first source. */
interface StoryPoint {
  sourceId: string;
  section: number;
  title: string;
  /** The number of that section's last passage. */
  lastPassage: number;
}

/** The texts that a character comes from, and the points in the story that they tell. */
@Injectable()
export class SourceTexts {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * The end of a section of a character's first source.
   * @throws Problem bad_request where there is no such section
   */
  async point(characterId: string, section: number): Promise<StoryPoint> {
    const point = await this.pointIfAny(characterId, section);
    if (!point) {
      throw new Problem(
        'bad_request',
        `This character's source has no section ${section}: choose one that its list of sections names.`,
      );
    }
    return point;
  }

  /** The same, for a conversation that has come to stand there: the source may be another one since. */
  async pointIfAny(characterId: string, section: number): Promise<StoryPoint | null> {
    const [row] = await this.database.query<{ id: string; title: string; last: number | null }[]>(
      `SELECT f.id, c.title, (SELECT max(n) FROM passages p WHERE p.source_id = f.id AND p.section_n <= $2) AS last
       FROM (${SOURCES}) f JOIN sections c ON c.source_id = f.id AND c.n = $2 WHERE f.place = 1`,
      [characterId, section],
    );
    return row ? { sourceId: row.id, section, title: row.title, lastPassage: row.last ?? 0 } : null;
  }

  /** The ids of a character's sources, in their order. */
  async ids(characterId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(`SELECT id FROM (${SOURCES}) f ORDER BY place`, [
      characterId,
    ]);
    return rows.map(({ id }) => id);
  }

  /**
   * The sources word for word, in their order; or, up to a section, the first alone: of the others nobody can say when
   * they are known.
   */
  async of(
    characterId: string,
    upToSection: number | null,
  ): Promise<{ title: string; text: string; keptOut: { start: number; end: number }[] }[]> {
    return this.database.query(
      `SELECT f.title, f.kept_out AS "keptOut", string_agg(c.text, '' ORDER BY c.n) AS text
       FROM (${SOURCES}) f JOIN sections c ON c.source_id = f.id
       WHERE $2::int IS NULL OR (f.place = 1 AND c.n <= $2)
       GROUP BY f.place, f.title, f.kept_out ORDER BY f.place`,
      [characterId, upToSection],
    );
  }
}
