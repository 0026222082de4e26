import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Config } from '../../config/config.js';
import { Problem } from '../../contracts/problem.js';
import { SourcesService } from '../../sources/sources.service.js';
import type { PageOffer } from '../../contracts/ingest.js';
import { Attempts } from '../jobs/attempts.js';
import type { Ingest } from '../jobs/ingest.entity.js';
import { LINKS } from './in-children.js';
import { IngestStore } from '../jobs/ingest-store.js';
import { newSource } from './extracted-text.js';

/** How many pages are followed at once. */
export const MOST_PAGES = 12;

/** Of what links led to, the pages that would be followed without asking. */
export function chosenByThemselves(offers: readonly PageOffer[]): PageOffer[] {
  let left = MOST_PAGES;
  return offers.map((offer) =>
    offer.suggested && left-- > 0 ? { ...offer, state: 'chosen' as const } : offer,
  );
}

export function hasChosen({ offers }: Pick<Ingest, 'offers'>): boolean {
  return offers.some(({ state }) => state === 'chosen');
}

/** Fetches the pages that were chosen of those offered, and stores them as sources beside the first. */
@Injectable()
export class LinkedPages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly config: Config,
    private readonly store: IngestStore,
    private readonly attempts: Attempts,
    private readonly sources: SourcesService,
  ) {}

  /** Comes to the step `read`; a page that cannot be had is told of and does not stop the others. */
  async follow(ingest: Ingest, signal: AbortSignal): Promise<void> {
    const chosen = ingest.offers.filter(({ state }) => state === 'chosen');
    let n = 0;
    const tell = (message: string) =>
      this.store.advance(ingest, { message, progress: 0.1 + (0.2 * n++) / chosen.length });
    const { taken, unread } = await this.attempts
      .call(
        ingest,
        { key: 'pages', name: ingest.title, change: { step: 'fetch', progress: 0.1 } },
        LINKS,
        'takePages',
        [chosen, this.config.ingestAllowHosts],
        signal,
        tell,
      )
      .catch((error: unknown) => {
        // Which of them it was is not known, but what they belong to was read well.
        if (!(error instanceof Problem) || signal.aborted) throw error;
        const { code, message } = error;
        return { taken: [], unread: chosen.map(({ url }) => ({ url, code, message })) };
      });
    const read = new Set(taken.map(({ asked }) => asked));
    const offers = ingest.offers.map(({ state, ...offer }): PageOffer => {
      if (read.has(offer.url) || state === 'taken') return { ...offer, state: 'taken' };
      return offer;
    });
    const urls = new Set(chosen.map(({ url }) => url));
    const before = ingest.unread.filter(({ url }) => !urls.has(url));
    const change = { offers, unread: [...before, ...unread] };
    await this.database.transaction(async (manager) => {
      for (const page of taken) await this.sources.add(manager, newSource(ingest, 'link', page));
      await this.store.advance(ingest, { ...change, step: 'read', progress: 0.35, message: '' }, manager);
    });
  }
}
