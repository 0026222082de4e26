import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { pageOf, type PageQuery } from '../http/paging.js';
import { Problem } from '../contracts/problem.js';
import { SourcesService } from '../sources/sources.service.js';
import type { CharacterView, ReportTexts, SheetVersionView } from '../contracts/character.js';
import type { Page } from '../contracts/paging.js';
import { Character } from './character.entity.js';
import { CharactersRepository } from './characters.repository.js';
import type { CardAsset } from './cards/card-assets.js';
import type { StoredCharacter } from './cards/card-work.js';
import type { Sheet } from '../contracts/sheet.js';
import { inOrder, joined, type Piece } from './stored-bytes.js';
import { storedSheet } from './stored-sheets.js';
import { AvatarsRepository } from './avatars/avatars.repository.js';
import { LibraryService } from './library/library.service.js';
import { assertModest } from './imports/sheet-bounds.js';
import { assertEdition } from './edition.js';

export interface NewCharacter extends Pick<CharacterChanges, 'favourite' | 'folder' | 'connectionId'> {
  name: string;
  /** Or its JSON in UTF-8, which is stored as it is. */
  sheet: Sheet | Uint8Array;
  cause: SheetVersionView['cause'];
  ingestId?: string;
  sourceIds?: string[];
  /** JSON in UTF-8. */
  card?: Uint8Array;
  /** What its import said. */
  importReport?: ReportTexts;
  avatar?: { mediaType: string; bytes: Uint8Array };
  assets?: readonly CardAsset[];
}

/** What changes of a character; what is not named stays. */
export interface CharacterChanges {
  name?: string | undefined;
  /** Or its JSON in UTF-8, which is stored as it is. */
  sheet?: Sheet | Uint8Array | undefined;
  cause?: SheetVersionView['cause'] | undefined;
  importReport?: ReportTexts | undefined;
  /** Null: the owner's default. */
  connectionId?: string | null | undefined;
  favourite?: boolean | undefined;
  folder?: string | null | undefined;
  /** In a sheet that is changed by them alone. */
  tags?: string[] | undefined;
  /** JSON in UTF-8. */
  card?: Uint8Array | undefined;
  /** Only to this edition of the character. */
  ifMatch?: string | undefined;
}

const missing = () => new Problem('not_found', 'There is no such character, or it is not yours.');

/** Characters and the versions of their sheets. */
@Injectable()
export class CharactersService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rows: CharactersRepository,
    private readonly avatars: AvatarsRepository,
    private readonly library: LibraryService,
    private readonly sources: SourcesService,
  ) {}

  async create(ownerId: string, character: NewCharacter, manager?: EntityManager): Promise<string> {
    if (!manager)
      return this.database.transaction((transaction) => this.create(ownerId, character, transaction));
    const {
      name,
      sheet,
      cause,
      ingestId = null,
      card = null,
      avatar,
      sourceIds = [],
      assets = [],
    } = character;
    const sample = cause === 'sample';
    const characterId = await this.rows.insert(manager, { ownerId, name, ingestId, card, sample });
    await this.rows.addVersion(manager, characterId, 1, sheet, cause);
    const { favourite, folder, connectionId } = character;
    if (favourite || folder || connectionId)
      await this.change(ownerId, characterId, { favourite, folder, connectionId }, manager);
    if (character.importReport) await this.rows.addReport(manager, characterId, character.importReport);
    if (avatar) await this.avatars.set(ownerId, characterId, avatar, manager);
    // One by one: together they may be more than a statement holds.
    for (const asset of assets) await this.rows.addAsset(manager, characterId, asset);
    if (sourceIds.length) await this.rows.addSources(manager, characterId, sourceIds);
    return characterId;
  }

  async view(ownerId: string, id: string): Promise<CharacterView> {
    const summary = await this.library.summary(ownerId, id);
    const [sheet, sources, { report, ingestId }] = await Promise.all([
      storedSheet(this.database, id, summary.sheetVersion),
      this.sources.ofCharacter(id),
      this.rows.origin(ownerId, id),
    ]);
    return { ...summary, sheet, sources, ingestId, ...(report && { importReport: report }) };
  }

  /** The character as it is stored, with the card it came from; nothing of it is parsed. */
  async stored(ownerId: string, id: string): Promise<StoredCharacter> {
    const rows = await this.rows.stored(ownerId, id);
    if (!rows[0]) throw missing();
    const card = rows.filter(({ of }) => of === 'card');
    return {
      name: rows[0].name,
      sheet: inOrder(rows.filter(({ of }) => of === 'sheet')),
      card: card.length ? inOrder(card) : null,
    };
  }

  /** A change of the sheet makes its next version; the old one stays. */
  async change(
    ownerId: string,
    id: string,
    change: CharacterChanges,
    manager?: EntityManager,
  ): Promise<void> {
    if (!manager)
      return this.database.transaction((transaction) => this.change(ownerId, id, change, transaction));
    const { name, sheet, tags, favourite, folder, card, connectionId, ifMatch } = change;
    if (ifMatch !== undefined) await this.locked(manager, ownerId, id, ifMatch);
    const version = await this.rows.change(manager, ownerId, id, {
      ...{ name, favourite, folder, card },
      newVersions: sheet || tags ? 1 : 0,
    });
    if (version === null) throw missing();
    if (connectionId !== undefined && !(await this.rows.connect(manager, ownerId, id, connectionId)))
      throw new Problem('not_found', 'There is no such connection, or it is not yours.');
    const { cause = 'edit' } = change;
    if (sheet) {
      await this.rows.addVersion(manager, id, version, sheet, cause);
      // To an author tags stand beside the sheet, though they are kept in it; a card that is read anew has its own.
      if (cause === 'edit') await this.rows.keepNotes(manager, id, version);
    } else if (tags) await this.rows.addTagged(manager, id, version, tags);
    if (change.importReport) await this.rows.addReport(manager, id, change.importReport);
  }

  /**
   * A character that a card was read as again: the card makes its sheet's next version, its picture and its files take
   * the place of those that there are, and everything else stays.
   */
  async replace(ownerId: string, id: string, read: NewCharacter, manager: EntityManager): Promise<void> {
    const { name, sheet, cause, card, importReport, avatar, assets = [] } = read;
    await this.change(ownerId, id, { name, sheet, cause, card, importReport }, manager);
    if (avatar) await this.avatars.set(ownerId, id, avatar, manager);
    await this.rows.deleteAssets(manager, id);
    for (const asset of assets) await this.rows.addAsset(manager, id, asset);
  }

  /**
   * Makes the sheet's next version of the newest one, which nobody changes meanwhile, and adds sources to the character.
   *
   * @param change returns null where nothing changes
   * @returns whether anything did
   * @throws Problem not_found
   */
  async grow(
    ownerId: string,
    id: string,
    sourceIds: readonly string[],
    change: (sheet: Sheet) => Sheet | null,
    manager: EntityManager,
  ): Promise<boolean> {
    const newest = await this.locked(manager, ownerId, id);
    const sheet = change(await storedSheet(manager, id, newest));
    if (!sheet) return false;
    await this.rows.addVersion(manager, id, newest + 1, sheet, 'ingest');
    await this.rows.change(manager, ownerId, id, { name: null, newVersions: 1 });
    await this.rows.addSources(manager, id, sourceIds);
    return true;
  }

  /**
   * Makes the sheet's next version of the newest one, which nobody changes meanwhile.
   * @param ifMatch only to this edition of the character
   * @throws Problem not_found, changed_meanwhile, card_too_large; what the change throws
   */
  async edit(
    ownerId: string,
    id: string,
    ifMatch: string | undefined,
    change: (sheet: Sheet) => Sheet,
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      const newest = await this.locked(manager, ownerId, id, ifMatch);
      const sheet = change(await storedSheet(manager, id, newest));
      assertModest(sheet);
      await this.rows.addVersion(manager, id, newest + 1, sheet, 'edit');
      await this.rows.change(manager, ownerId, id, { newVersions: 1 });
    });
  }

  /** Holds a character to the transaction's end. @returns the newest version of its sheet */
  private async locked(
    manager: EntityManager,
    ownerId: string,
    id: string,
    ifMatch?: string,
  ): Promise<number> {
    const row = await this.rows.lock(manager, ownerId, id);
    if (!row) throw missing();
    assertEdition(row, ifMatch);
    return row.sheetVersion;
  }

  async delete(ownerId: string, id: string): Promise<void> {
    const { affected } = await this.database.getRepository(Character).delete({ ownerId, id });
    if (!affected) throw missing();
  }

  async versions(ownerId: string, id: string, page: PageQuery): Promise<Page<SheetVersionView>> {
    const before = Number.parseInt(page.before ?? '', 10) || 2147483647;
    const rows = await this.rows.versions(ownerId, id, before, page.limit + 1);
    if (!rows.length) throw missing();
    return pageOf(
      rows,
      page.limit,
      (row) => String(row.version),
      ({ version, createdAt, cause }) => ({ version, createdAt: createdAt.toISOString(), cause }),
    );
  }

  async version(ownerId: string, id: string, version: number): Promise<SheetVersionView & { sheet: Sheet }> {
    const row = await this.rows.version(ownerId, id, version);
    if (!row) throw missing();
    const sheet = await storedSheet(this.database, id, version);
    return { version, createdAt: row.createdAt.toISOString(), cause: row.cause, sheet };
  }

  /** The files that came with its card. */
  async assets(ownerId: string, id: string): Promise<CardAsset[]> {
    const files = new Map<string, Piece[]>();
    for (const row of await this.rows.assets(ownerId, id))
      files.set(row.name, [...(files.get(row.name) ?? []), row]);
    return [...files.keys()].sort().map((name) => ({ name, bytes: joined(files.get(name)!) }));
  }

  /** Which characters an ingest has made. */
  async ofIngests(ingestIds: string[]): Promise<Map<string, string[]>> {
    const made = new Map<string, string[]>();
    for (const { ingestId, id } of await this.rows.idsOfIngests(ingestIds))
      made.set(ingestId, [...(made.get(ingestId) ?? []), id]);
    return made;
  }
}
