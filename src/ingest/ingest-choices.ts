import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CharactersService } from '../characters/characters.service.js';
import { Problem } from '../contracts/problem.js';
import { SourcesRepository } from '../sources/sources.repository.js';
import type { CastMerge, IngestFlag } from '../contracts/ingest.js';
import { checkMerges } from './cast/cast.js';
import { keptOutAfter } from './cast/flags.js';
import { Ingest, type IngestChoice, IngestFile } from './jobs/ingest.entity.js';
import { IngestStore } from './jobs/ingest-store.js';

/** What a person chooses while an ingest waits: each choice queues it again. */
@Injectable()
export class IngestChoices {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly store: IngestStore,
    private readonly sources: SourcesRepository,
    private readonly characters: CharactersService,
  ) {}

  /**
   * Queues the making of some of the cast, or of whoever else is named.
   * @throws Problem not_found, of the character whose sheet is to be written anew, too; bad_request for a section that is
   * not there, or several names in one place; conflict while it runs
   */
  async choose(ownerId: string, id: string, choice: IngestChoice): Promise<void> {
    const ingest = await this.chosen(ownerId, id, choice);
    await this.checkPlace(id, choice);
    const { affected } = await this.database
      .getRepository(Ingest)
      .createQueryBuilder()
      .update({ status: 'queued', step: 'write', choice, error: null, message: '', spentTokens: 0 })
      .where(`ownerId = :ownerId AND id = :id AND status IN ('needs_choice', 'done')`, { ownerId, id })
      .execute();
    if (!affected)
      throw new Problem(
        'conflict',
        'Nobody can be chosen now: this import is still running, or came to nothing.',
      );
    this.store.tell({ ...ingest, status: 'queued', step: 'write', message: '' });
  }

  /**
   * Queues the fetching of pages that were offered.
   * @throws Problem not_found, bad_request for a page that was not offered, conflict unless it waits for a choice
   */
  async choosePages(ownerId: string, id: string, urls: readonly string[]): Promise<void> {
    const ingest = await this.store.of(ownerId, id);
    const offered = new Set(ingest.offers.filter(({ state }) => state !== 'taken').map(({ url }) => url));
    if (!urls.every((url) => offered.has(url))) {
      throw new Problem(
        'bad_request',
        'Only pages that this import offers, and has not taken yet, can be fetched.',
      );
    }
    const offers = ingest.offers.map((offer) =>
      urls.includes(offer.url) ? { ...offer, state: 'chosen' as const } : offer,
    );
    const { affected } = await this.database
      .getRepository(Ingest)
      .createQueryBuilder()
      .update({ status: 'queued', step: 'fetch', progress: 0.1, message: '', offers })
      .where(`ownerId = :ownerId AND id = :id AND status = 'needs_choice'`, { ownerId, id })
      .execute();
    if (!affected)
      throw new Problem('conflict', 'Pages can only be added while the import waits for a choice.');
    this.store.tell({ ...ingest, status: 'queued', step: 'fetch', progress: 0.1, message: '' });
  }

  /**
   * Takes in which of the cast a person says are one; the whole list each time.
   * @throws Problem not_found; bad_request for names that are not there; conflict while it runs
   */
  async merge(ownerId: string, id: string, merges: CastMerge[]): Promise<void> {
    const ingest = await this.store.of(ownerId, id);
    checkMerges(ingest, merges);
    const { affected } = await this.database
      .getRepository(Ingest)
      .createQueryBuilder()
      .update({ merges })
      .where(`ownerId = :ownerId AND id = :id AND status IN ('needs_choice', 'done')`, { ownerId, id })
      .execute();
    if (!affected)
      throw new Problem(
        'conflict',
        'The cast cannot be changed now: this import is still running, or came to nothing.',
      );
  }

  /**
   * Takes in which of the flagged passages a person lets in; the whole list each time, all others are kept out.
   * @throws Problem not_found; bad_request for a passage that is not flagged; conflict while it runs
   */
  async letIn(
    ownerId: string,
    id: string,
    chosen: readonly Pick<IngestFlag, 'sourceId' | 'passageId'>[],
  ): Promise<void> {
    const ingest = await this.store.of(ownerId, id);
    const key = (flag: Pick<IngestFlag, 'sourceId' | 'passageId'>) => `${flag.sourceId} ${flag.passageId}`;
    const wanted = new Set(chosen.map(key));
    const flags = ingest.flags.map((flag) => ({ ...flag, letIn: wanted.has(key(flag)) }));
    const known = new Set(flags.map(key));
    if (![...wanted].every((one) => known.has(one)))
      throw new Problem('bad_request', 'Only passages that this import has flagged can be let in.');
    await this.database.transaction(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder(Ingest, 'i')
        .update({ flags })
        .where(`ownerId = :ownerId AND id = :id AND status IN ('needs_choice', 'done')`, { ownerId, id })
        .execute();
      if (!affected)
        throw new Problem(
          'conflict',
          'Nothing can be let in now: this import is still running, or came to nothing.',
        );
      const kept = await this.sources.keptOut(id, manager);
      await this.sources.keepOut(
        kept.map((source) => ({ id: source.id, spans: keptOutAfter(source, flags) })),
        manager,
      );
    });
  }

  /**
   * Has a file read again in another of the encodings that it may be in.
   * @throws Problem not_found; bad_request for a file or an encoding that is not in doubt; conflict unless it waits
   */
  async chooseEncoding(
    ownerId: string,
    id: string,
    { file, encoding }: { file: number; encoding: string },
  ): Promise<void> {
    const ingest = await this.store.of(ownerId, id);
    const doubt = ingest.doubts.find((one) => one.file === file);
    if (!doubt?.options.some((option) => option.encoding === encoding)) {
      throw new Problem(
        'bad_request',
        'Only an encoding that this import offers for that file can be chosen.',
      );
    }
    await this.database.transaction(async (manager) => {
      // what was said of names that were read wrongly does not hold of others
      const merges: CastMerge[] = [];
      const change = { status: 'queued', step: 'decode', progress: 0.2, message: '', merges } as const;
      const { affected } = await manager.update(Ingest, { ownerId, id, status: 'needs_choice' }, change);
      if (!affected)
        throw new Problem('conflict', 'An encoding can only be chosen while the import waits for a choice.');
      await manager.update(IngestFile, { ingestId: id, n: file }, { encoding });
    });
    this.store.tell({ ...ingest, status: 'queued', step: 'decode', progress: 0.2, message: '' });
  }

  private async checkPlace(id: string, { names, inPlaceOf }: IngestChoice): Promise<void> {
    if (!inPlaceOf) return;
    if (names.length !== 1)
      throw new Problem('bad_request', 'The sheet of one character is written anew by one name.');
    if (!(await this.characters.ofIngests([id])).get(id)?.includes(inPlaceOf))
      throw new Problem('not_found', 'There is no such character of this import.');
  }

  /**
   * A job of which these can be made: of the cast, or anybody who is named.
   * @throws Problem not_found, bad_request for a section that is not there
   */
  async chosen(ownerId: string, id: string, { upToSection }: IngestChoice): Promise<Ingest> {
    const ingest = await this.store.of(ownerId, id);
    if (upToSection !== undefined) {
      const most = await this.sources.mostSections(id);
      if (upToSection > most) {
        throw new Problem('bad_request', `There is no section ${upToSection}: this text has ${most}.`);
      }
    }
    return ingest;
  }
}
