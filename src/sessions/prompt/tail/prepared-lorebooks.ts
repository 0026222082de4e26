import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../../config/config.js';
import { type PreparedLorebook, prepareLorebook } from '../../../context/lorebook/lorebook.js';
import { inSlices } from '../../../text/search/slices.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { SessionSheets } from '../session-sheets.js';

/** Of the memory that there is, what all of them may take. */
const CACHE_SHARE = 1 / 16;

/** The lorebook entries that do not stand in a prompt prefix, ready for tails. Sheets never change, so they are cached. */
@Injectable()
export class PreparedLorebooks {
  private readonly cache: LRUCache<string, PreparedLorebook>;

  constructor(
    private readonly sheets: SessionSheets,
    config: Config,
  ) {
    this.cache = new LRUCache({
      maxSize: Math.ceil(config.memory * CACHE_SHARE),
      sizeCalculation: ({ bytes }) => 1 + bytes,
    });
  }

  async of(snapshot: SessionSnapshot): Promise<PreparedLorebook> {
    const { characterId, sheetVersion, upToSection, prefix } = snapshot;
    const key = [characterId, sheetVersion, upToSection, prefix.lorebook].join(':');
    const cached = this.cache.get(key);
    if (cached) return cached;
    const sheet = await this.sheets.of(snapshot);
    const lorebook = await inSlices(prepareLorebook(sheet, prefix.lorebook));
    this.cache.set(key, lorebook);
    return lorebook;
  }
}
