import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, Not, type DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import type { Extracted } from '../pages/extracted.js';
import { Problem } from '../problem.js';
import { Sources } from '../sources/sources.service.js';
import { Threads } from '../threads/threads.js';
import type { IngestView, PageOffer } from '../wire.js';
import { doubtOf } from './doubtful-files.js';
import { FILES, LINKS } from './in-threads.js';
import { type Ingest, IngestFile } from './ingest.entity.js';
import { IngestStore } from './ingest-store.js';
import { chosenByThemselves, hasChosen } from './linked-pages.js';
import { newSource, type Taken } from './taken.js';

/** Fetches and decodes the links and files that were handed in, and stores them as sources in one transaction. */
@Injectable()
export class HandedIn {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly config: Config,
    private readonly store: IngestStore,
    private readonly threads: Threads,
    private readonly sources: Sources,
  ) {}

  /** Comes to the step `read`, or, where pages are followed without asking, stays at `fetch`. */
  async takeIn(ingest: Ingest, signal: AbortSignal): Promise<void> {
    const taken: (Taken & { kind: 'link' | 'file'; file?: number })[] = [];
    const doubts = new Map<number, Ingest['doubts'][number]>();
    const files = await this.store.files(ingest.id);
    const unread: IngestView['unread'] = [];
    for (const [n, url] of ingest.urls.entries()) {
      const message = ingest.urls.length > 1 ? url : '';
      await this.store.advance(ingest, {
        step: 'fetch',
        progress: 0.02 + (0.08 * n) / ingest.urls.length,
        message,
      });
      try {
        const link = await this.threads.call(LINKS, 'takeLink', [url, this.config.ingestAllowHosts], signal);
        taken.push({ kind: 'link', ...link });
      } catch (error) {
        // one of several may be missing, and is told of
        const last = n === ingest.urls.length - 1 && !taken.length && !files.length;
        if (!(error instanceof Problem) || signal.aborted || last) throw error;
        unread.push({ url, code: error.code, message: error.message });
      }
    }
    for (const { n, name, bytes } of files) {
      await this.store.advance(ingest, {
        step: 'decode',
        progress: 0.1 + (0.2 * n) / files.length,
        message: name,
      });
      const texts = await this.threads.call(FILES, 'takeFile', [name, bytes], signal);
      const doubt = ingest.wanted ? null : doubtOf(n, name, texts);
      if (doubt) doubts.set(n, { ...doubt, sourceIds: [] });
      taken.push(...texts.map((text) => ({ kind: 'file' as const, file: n, ...text })));
    }
    const title = taken[0]?.extracted.title || ingest.title;
    // what a file leads to is nobody's wish to go there
    const found = offersOf(taken.filter(({ kind }) => kind === 'link').map(({ extracted }) => extracted));
    const offers = ingest.subpages ? chosenByThemselves(found) : found;
    const step = hasChosen({ offers }) ? 'fetch' : 'read';
    await this.database.transaction(async (manager) => {
      for (const { kind, file = -1, ...text } of taken) {
        const id = await this.sources.add(manager, newSource(ingest, kind, text));
        doubts.get(file)?.sourceIds.push(id);
      }
      await manager.delete(IngestFile, { ingestId: ingest.id, n: Not(In([...doubts.keys()])) });
      const progress = step === 'read' ? 0.35 : ingest.progress;
      await this.store.advance(
        ingest,
        { step, progress, title, message: '', offers, unread, doubts: [...doubts.values()] },
        manager,
      );
    });
  }
}

/** The pages that were found around those that were read, each once. */
function offersOf(read: readonly Extracted[]): PageOffer[] {
  const known = new Set(read.map(({ url }) => url));
  const offers = new Map<string, PageOffer>();
  for (const { offers: own = [], licence } of read) {
    for (const offer of own) {
      if (known.has(offer.url) || offers.has(offer.url)) continue;
      offers.set(offer.url, { ...offer, ...(licence !== undefined && { licence }) });
    }
  }
  return [...offers.values()];
}
