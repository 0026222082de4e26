import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { storedSheet } from '../../characters/stored-sheets.js';
import { sheetAsOf } from '../../context/parts/sheet-as-of.js';
import type { Sheet } from '../../contracts/sheet.js';
import { SourceTexts } from '../../sources/source-texts.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

/** The sheets that sessions stand on, as of their points in the story. */
@Injectable()
export class SessionSheets {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly sources: SourceTexts,
  ) {}

  async of({
    characterId,
    sheetVersion,
    upToSection,
  }: Pick<SessionSnapshot, 'characterId' | 'sheetVersion' | 'upToSection'>): Promise<Sheet> {
    const [sheet, point] = await Promise.all([
      storedSheet(this.database, characterId, sheetVersion),
      upToSection && this.sources.pointIfAny(characterId, upToSection),
    ]);
    return point ? sheetAsOf(sheet, point) : sheet;
  }
}
