import { Injectable } from '@nestjs/common';
import {
  type RecalledPassage,
  roomForPieces,
  SOURCE_COSTS,
} from '../../../context/recall/source/recalled-passages.js';
import { recallSources } from '../../../context/recall/source/source-recall.js';
import { SourcePassages } from '../../../sources/source-passages.js';
import { SourceTexts } from '../../../sources/source-texts.js';
import type { RecallMeasure } from '../../../contracts/session.js';
import { inSlices } from '../../../text/search/slices.js';
import { SourceIndexesRepository } from './source-indexes.repository.js';

/** What is looked for, and how much of it there may be. */
export interface SourceWish {
  text: string;
  /** Reads the reply before. */
  scene: () => Promise<string>;
  /** Estimated, of all of it as it is rendered. */
  tokens: number;
  measure: RecallMeasure;
}

/** Finds what the sources of a character say of what is going on, word for word. */
@Injectable()
export class SourceRecallService {
  constructor(
    private readonly texts: SourceTexts,
    private readonly passages: SourcePassages,
    private readonly indexes: SourceIndexesRepository,
  ) {}

  /**
   * @param upToSection how far the story has come; of sources besides the first nobody can say when they are known
   * @returns in the order of the sources
   */
  async find(
    characterId: string,
    upToSection: number | null,
    { text, scene, tokens, measure }: SourceWish,
  ): Promise<RecalledPassage[]> {
    const room = roomForPieces(tokens);
    if (room <= 0) return [];
    const [all, before] = await Promise.all([this.texts.ids(characterId), scene()]);
    const ids = upToSection === null ? all : all.slice(0, 1);
    const sources = await this.indexes.all(ids);
    const indexes = sources.flat();
    const sourceOf = sources.flatMap((parts, n) => parts.map(() => n));
    const found = await inSlices(
      recallSources(
        indexes,
        { text, scene: before },
        upToSection ?? Infinity,
        { tokens: room, ...SOURCE_COSTS },
        measure,
      ),
    );
    const recalled: RecalledPassage[] = [];
    for (const [n, sourceId] of ids.entries()) {
      const pieces = found.filter(({ index }) => sourceOf[index] === n);
      if (!pieces.length) continue;
      const numbers = [...new Set(pieces.map(({ passage }) => passage))];
      for (const passage of await this.passages.some(sourceId, numbers)) {
        const own = pieces.filter((piece) => piece.passage === passage.n);
        const why = [...new Set(own.flatMap((piece) => piece.why))];
        recalled.push({ sourceId, ...passage, parts: own.map(({ part }) => part), why });
      }
    }
    return recalled;
  }
}
