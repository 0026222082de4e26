import { Injectable } from '@nestjs/common';
import { Problem } from '../contracts/problem.js';
import { SourcesRepository, type Span } from './sources.repository.js';

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
  constructor(private readonly rows: SourcesRepository) {}

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
    const row = await this.rows.sectionOfStory(characterId, section);
    return row && { ...row, section, lastPassage: row.lastPassage ?? 0 };
  }

  /** The ids of a character's sources, in their order. */
  async ids(characterId: string): Promise<string[]> {
    return this.rows.idsOfCharacter(characterId);
  }

  /**
   * The sources word for word, in their order; or, up to a section, the first alone: of the others nobody can say when
   * they are known.
   */
  async of(
    characterId: string,
    upToSection: number | null,
  ): Promise<{ title: string; text: string; keptOut: Span[] }[]> {
    return this.rows.textsOf(characterId, upToSection);
  }
}
