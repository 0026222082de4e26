import { Injectable } from '@nestjs/common';
import type { CharacterSummary, FolderCount, TagCount } from '../../contracts/character.js';
import type { Page } from '../../contracts/paging.js';
import { Problem } from '../../contracts/problem.js';
import type { Sheet } from '../../contracts/sheet.js';
import { pageOf } from '../../http/paging.js';
import { filterOf, type LibraryQuery, libraryCursor, readLibraryCursor } from './library-query.js';
import { type CharacterRow, LibraryRepository } from './library.repository.js';
import { taglineOf } from './tagline.js';

function summaryOf(row: CharacterRow): CharacterSummary {
  return {
    id: row.id,
    name: row.name,
    tagline: taglineOf(row.lineText, row.lineLanguage, row.name),
    creator: row.creator,
    tags: row.tags,
    favourite: row.favourite,
    folder: row.folder,
    lastTalkAt: row.lastTalkAt?.toISOString() ?? null,
    sheetVersion: row.sheetVersion,
    hasAvatar: row.avatarHash !== null,
    avatarHash: row.avatarHash,
    sample: row.sample,
    createdAt: row.createdAt.toISOString(),
    connectionId: row.connectionId,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Characters as lists show them. */
@Injectable()
export class LibraryService {
  constructor(private readonly rows: LibraryRepository) {}

  /** @param language that the reader reads, by which names are sorted */
  async list(
    ownerId: string,
    query: LibraryQuery,
    language: Sheet['language'] = 'en',
  ): Promise<Page<CharacterSummary>> {
    const { sort, limit, before } = query;
    const place = readLibraryCursor(sort, before);
    const rows = await this.rows.list(ownerId, filterOf(query), { sort, language }, place, limit + 1);
    return pageOf(rows, limit, (row) => libraryCursor(sort, row), summaryOf);
  }

  /** @throws Problem not_found */
  async summary(ownerId: string, id: string): Promise<CharacterSummary> {
    const row = await this.rows.find(ownerId, id);
    if (!row) throw new Problem('not_found', 'There is no such character, or it is not yours.');
    return summaryOf(row);
  }

  async tags(ownerId: string): Promise<{ items: TagCount[] }> {
    return { items: await this.rows.tags(ownerId) };
  }

  /**
   * Gives a folder another name; that of another one joins the two, an empty one takes the folder away.
   * @throws Problem not_found
   */
  async renameFolder(ownerId: string, folder: string, name: string): Promise<{ items: FolderCount[] }> {
    if (!(await this.rows.renameFolder(ownerId, folder, name.trim() || null)))
      throw new Problem('not_found', 'There is no such folder.');
    return this.folders(ownerId);
  }

  async folders(ownerId: string): Promise<{ items: FolderCount[] }> {
    return { items: await this.rows.folders(ownerId) };
  }
}
