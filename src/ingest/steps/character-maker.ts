import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CharactersService } from '../../characters/characters.service.js';
import { CLAIM_PARTS } from '../../contracts/claim-parts.js';
import type { Sheet } from '../../contracts/sheet.js';
import { Problem } from '../../contracts/problem.js';
import { SourcesService } from '../../sources/sources.service.js';
import { addTo, bare, onlyNew, writtenAnew } from '../../sheets/sheet-additions.js';
import { allNames } from '../cast/all-names.js';
import { mergedCast } from '../cast/cast.js';
import { type Ingest, IngestFile } from '../jobs/ingest.entity.js';
import { IngestStore } from '../jobs/ingest-store.js';
import type { Spending } from '../../sheets/paid-answers.js';
import type { Reading } from '../../text/speakers/reading.js';
import { PromptsService } from '../../prompts/prompts.service.js';
import { languageOf } from '../../sheets/writing-questions.js';
import { SheetWriter } from '../../sheets/sheet-writer.js';
import type { LocatedClaim } from '../../sheets/claim-verification.js';

/** Makes characters of what was read, or adds to one. */
@Injectable()
export class CharacterMaker {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly store: IngestStore,
    private readonly sources: SourcesService,
    private readonly writer: SheetWriter,
    private readonly characters: CharactersService,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * Writes the sheets of these of the cast, or the next version of one that it made before; characters and the job's end
   * are one transaction.
   * @throws Problem not_yet_named, nothing_to_tell, nothing_new, budget_reached, what the model throws
   */
  async make(
    ingest: Ingest,
    names: readonly string[],
    read: readonly Reading[],
    signal: AbortSignal,
  ): Promise<void> {
    const { ownerId } = ingest;
    const { cast } = mergedCast(ingest, ingest.merges);
    const wanted = ingest.wanted?.toLowerCase();
    const { inPlaceOf, upToSection, tokenBudget } = ingest.choice ?? {};
    const isMore =
      !ingest.choice?.names.length ||
      (names.length === 1 && allNames(names[0]!, cast).some((one) => one.toLowerCase() === wanted));
    // Somebody else of a text that was added to a character is somebody new.
    const characterId = isMore && !inPlaceOf ? ingest.characterId : null;
    const readings = characterId ? await this.fresh(characterId, read) : read;
    const spending: Spending = {
      ownerId,
      ingestId: ingest.id,
      most: tokenBudget ?? null,
      spent: ingest.spentTokens,
      keep: (spentTokens) => this.store.advance(ingest, { spentTokens }),
    };
    const prompts = await this.prompts.sheet(ownerId, characterId, languageOf({ readings }));
    const made = new Map<string, Sheet>();
    for (const [n, name] of names.entries()) {
      const all = allNames(name, cast);
      if (upToSection && !isNamed(readings, all) && isNamed(await this.sources.ofIngest(ingest.id), all))
        throw notYetNamed(name, upToSection);
      if (characterId && !hasNamed(readings, all) && isNamed(read, all)) throw nothingNew(name);
      const tell = (message: string, share: number) =>
        this.store.advance(ingest, {
          step: 'write',
          message,
          progress: 0.5 + (0.45 * (n + share)) / names.length,
        });
      const writing = {
        name,
        names: all,
        readings,
        prompts,
        more: characterId !== null,
        spending,
        tell,
        signal,
      };
      const sheet = await this.writer.write(writing);
      const title = read[0]?.sections.at(-1)?.title ?? '';
      made.set(
        name,
        upToSection && !characterId ? { ...sheet, upTo: { section: upToSection, title } } : sheet,
      );
    }
    await this.store.advance(ingest, { step: 'verify', progress: 0.95 });
    const sourceIds = readings.map((reading) => reading.sourceId);
    const grown = characterId ? await this.relations(ingest, [...made.values()][0]!, spending, signal) : null;
    await this.database.transaction(async (manager) => {
      if (inPlaceOf) {
        const [written] = made.values();
        await this.characters.grow(ownerId, inPlaceOf, [], (sheet) => writtenAnew(sheet, written!), manager);
      } else if (grown && characterId) {
        const grow = (sheet: Sheet) => addTo(sheet, grown.added, grown.relations(sheet));
        if (!(await this.characters.grow(ownerId, characterId, sourceIds, grow, manager)))
          throw nothingNew(ingest.wanted ?? '');
      } else {
        for (const [name, sheet] of made) {
          const character = { name, sheet, cause: 'ingest' as const, ingestId: ingest.id, sourceIds };
          await this.characters.create(ownerId, character, manager);
        }
      }
      await manager.delete(IngestFile, { ingestId: ingest.id });
      await this.store.advance(ingest, { status: 'done', step: 'done', progress: 1, message: '' }, manager);
    });
    await this.writer.tidy();
  }

  /** What was read without what the character's sources say already. @throws Problem nothing_new */
  private async fresh(characterId: string, read: readonly Reading[]): Promise<Reading[]> {
    const known = new Set<string>();
    for (const { text, passages } of await this.sources.wholeOf(characterId))
      for (const { start, end } of passages) known.add(bare(text.slice(start, end)));
    const readings = read.map((reading) => onlyNew(reading, known)).filter(({ passages }) => passages.length);
    if (!readings.length) throw nothingNew('');
    return readings;
  }

  /** What was found, and how it stands to a sheet. */
  private async relations(ingest: Ingest, found: Sheet, spending: Spending, signal: AbortSignal) {
    const added: LocatedClaim[] = CLAIM_PARTS.flatMap((part) =>
      found[part].map((claim) => ({ part, claim })),
    );
    const { name, sheet } = await this.characters.view(ingest.ownerId, ingest.characterId!);
    const relations = await this.writer.compare(name, sheet, added, spending, signal);
    return { added, relations };
  }
}

function isNamed(texts: readonly { text: string }[], names: readonly string[]): boolean {
  return texts.some(({ text }) => names.some((name) => text.includes(name)));
}

/** Whether a passage names them, of those that are left. */
function hasNamed(readings: readonly Reading[], names: readonly string[]): boolean {
  return readings.some(({ text, passages }) =>
    passages.some(({ start, end }) => names.some((name) => text.slice(start, end).includes(name))),
  );
}

function notYetNamed(name: string, upToSection: number): Problem {
  return new Problem(
    'not_yet_named',
    `“${name}” is not named yet by section ${upToSection}. Choose a later section, or somebody else of the cast.`,
  );
}

function nothingNew(name: string): Problem {
  return new Problem(
    'nothing_new',
    `There is nothing${name ? ` about “${name}”` : ''} in it that was not known before. The character stays as it is.`,
  );
}
