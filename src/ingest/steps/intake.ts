import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, Not, type DataSource } from 'typeorm';
import { Config } from '../../config/config.js';
import type { Extracted } from '../../pages/extracted.js';
import { Problem } from '../../contracts/problem.js';
import { SourcesService } from '../../sources/sources.service.js';
import type { IngestView, PageOffer } from '../../contracts/ingest.js';
import { Attempts } from '../jobs/attempts.js';
import { doubtOf } from './doubtful-files.js';
import { FILES, LINKS } from './in-children.js';
import { type Ingest, IngestFile } from '../jobs/ingest.entity.js';
import { IngestFiles, piecesOf } from '../jobs/ingest-files.js';
import { IngestStore } from '../jobs/ingest-store.js';
import { chosenByThemselves, hasChosen } from './linked-pages.js';
import { newSource, type ExtractedText } from './extracted-text.js';

/** What one link or file gave. */
interface IntakeTexts {
  kind: 'link' | 'file';
  /** Among all that were handed in, files first. */
  n: number;
  name: string;
  texts: ExtractedText[];
  /** What a link led to, where its encoding is in doubt. */
  file?: { url: string; name: string; bytes: Uint8Array };
}

/** Fetches and decodes the links and files that were handed in, and stores them as sources in one transaction. */
@Injectable()
export class Intake {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly config: Config,
    private readonly store: IngestStore,
    private readonly files: IngestFiles,
    private readonly attempts: Attempts,
    private readonly sources: SourcesService,
  ) {}

  /** Comes to the step `read`, or, where pages are followed without asking, stays at `fetch`. */
  async takeIn(ingest: Ingest, signal: AbortSignal): Promise<void> {
    const files = await this.files.of(ingest.id);
    const { taken: linked, unread } = await this.takeLinks(ingest, files.length, signal);
    const taken = [...linked, ...(await this.takeFiles(ingest, files, signal))];
    unread.push(...taken.flatMap(leftOutOf));
    const doubts: Ingest['doubts'] = [];
    const typed = files.find((file) => file.title !== null)?.title;
    const title = typed ?? (taken[0]?.texts[0]?.extracted.title || ingest.title);
    // what a file leads to is nobody's wish to go there
    const found = offersOf(linked.flatMap(({ texts }) => texts.map(({ extracted }) => extracted)));
    const offers = ingest.subpages ? chosenByThemselves(found) : found;
    const step = hasChosen({ offers }) ? 'fetch' : 'read';
    const progress = step === 'read' ? 0.35 : ingest.progress;
    await this.database.transaction(async (manager) => {
      for (const { kind, n, name, texts, file } of taken) {
        const sourceIds: string[] = [];
        for (const text of texts)
          sourceIds.push(await this.sources.add(manager, newSource(ingest, kind, text)));
        const doubt = ingest.wanted ? null : doubtOf(n, name, texts);
        if (!doubt) continue;
        doubts.push({ ...doubt, sourceIds });
        if (!file) continue;
        const { bytes, ...known } = file;
        await this.files.add(manager, { ...known, ingestId: ingest.id, n }, piecesOf(bytes));
      }
      const kept = doubts.map(({ file }) => file);
      await manager.delete(IngestFile, { ingestId: ingest.id, n: Not(In(kept)) });
      await this.store.advance(
        ingest,
        { step, progress, title, message: '', offers, unread, doubts },
        manager,
      );
    });
  }

  /** @param first the number of the first link: files are counted before them */
  private async takeLinks(ingest: Ingest, first: number, signal: AbortSignal) {
    const taken: IntakeTexts[] = [];
    const unread: IngestView['unread'] = [];
    for (const [n, url] of ingest.urls.entries()) {
      const message = ingest.urls.length > 1 ? url : '';
      const progress = 0.02 + (0.08 * n) / ingest.urls.length;
      const name = readable(url);
      try {
        const { taken: texts, file } = await this.attempts.call(
          ingest,
          { key: `fetch ${n}`, name, change: { step: 'fetch', progress, message } },
          LINKS,
          'takeLink',
          [url, this.config.ingestAllowHosts],
          signal,
        );
        taken.push({ kind: 'link', n: first + n, name, texts, ...(file && { file }) });
      } catch (error) {
        // one of several may be missing, and is told of
        const last = n === ingest.urls.length - 1 && !taken.length && !first;
        if (!(error instanceof Problem) || signal.aborted || last) throw error;
        unread.push({ url, code: error.code, message: error.message });
      }
    }
    return { taken, unread };
  }

  private async takeFiles(
    ingest: Ingest,
    files: readonly Omit<IngestFile, 'bytes'>[],
    signal: AbortSignal,
  ): Promise<IntakeTexts[]> {
    const taken: IntakeTexts[] = [];
    for (const file of files) {
      const { n, name, title } = file;
      const progress = 0.1 + (0.2 * n) / files.length;
      const texts = await this.attempts.call(
        ingest,
        { key: `decode ${n}`, name, change: { step: 'decode', progress, message: name } },
        FILES,
        'takeFile',
        [name, this.files.bytesOf(file), title === null ? {} : { title }],
        signal,
      );
      taken.push({ kind: 'file', n, name, texts });
    }
    return taken;
  }
}

/** Parts of what was taken in that could not be read. */
function leftOutOf({ name, texts }: IntakeTexts): IngestView['unread'] {
  return texts.flatMap(({ extracted: { leftOut = [], title } }) =>
    leftOut.map((part) => ({
      url: [name, ...(texts.length > 1 ? [title] : []), part.name].filter(Boolean).join(' · '),
      code: 'part_left_out',
      message: part.message,
    })),
  );
}

/** An address as a person writes it. */
function readable(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
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
