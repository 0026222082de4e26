import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, Not, type DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { Problem } from '../problem.js';
import { describe, viewOf } from '../problem.filter.js';
import { Sources } from '../sources/sources.service.js';
import type { CastMember, IngestFlag, IngestView, PageOffer } from '../wire.js';
import { CharacterMaker } from './character-maker.js';
import { doubtOf, DoubtfulFiles } from './doubtful-files.js';
import type { Extracted } from './extracted.js';
import { castOf, mergedReading } from './cast.js';
import { type Ingest, IngestFile } from './ingest.entity.js';
import { IngestStore } from './ingest-store.js';
import { chosenByThemselves, hasChosen, LinkedPages } from './linked-pages.js';
import { Reader } from './reader.js';
import type { Reading } from './reading.js';
import { newSource, type Taken } from './taken.js';
import { toldUpTo } from './told-up-to.js';

/** How often the queue is looked at besides when something was put in: for what another process left. */
const LOOK_EVERY_MS = 5000;

/** What another choice mends: what was read and paid for is kept. */
const ASK_AGAIN = new Set(['budget_reached', 'not_yet_named']);

/** Runs ingests one after another, each step stored before the next, so that a killed one goes on where it was. */
@Injectable()
export class IngestRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IngestRunner.name);
  private readonly closing = new AbortController();
  private current: { id: string; halt: AbortController } | null = null;
  private working: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly store: IngestStore,
    private readonly config: Config,
    private readonly reader: Reader,
    private readonly pages: LinkedPages,
    private readonly doubtful: DoubtfulFiles,
    private readonly sources: Sources,
    private readonly maker: CharacterMaker,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort(new Error('closing'));
    this.current?.halt.abort(new Error('closing'));
    await this.working;
  }

  /** Looks at the queue now. */
  wake(): void {
    if (this.closing.signal.aborted || this.working) return;
    this.working = this.work()
      .catch((error: unknown) =>
        this.logger.warn(`The queue of imports could not be read: ${describe(error)}`),
      )
      .finally(() => (this.working = null));
  }

  /** Ends the work on a job that was cancelled. */
  halt(id: string): void {
    if (this.current?.id === id)
      this.current.halt.abort(new Problem('conflict', 'This import was cancelled.'));
  }

  private async work(): Promise<void> {
    for (let ingest = await this.store.claim(); ingest; ingest = await this.store.claim()) {
      const halt = new AbortController();
      this.current = { id: ingest.id, halt };
      try {
        await this.run(ingest, halt.signal);
      } catch (error) {
        // A closing server leaves the job as it is: the next one goes on with it.
        if (this.closing.signal.aborted) return;
        if (halt.signal.aborted) continue;
        if (error instanceof Problem && ASK_AGAIN.has(error.code)) await this.store.ask(ingest, told(error));
        else await this.store.fail(ingest, told(error));
      } finally {
        this.current = null;
      }
      if (this.closing.signal.aborted) return;
    }
  }

  private async run(ingest: Ingest, signal: AbortSignal): Promise<void> {
    if (ingest.step === 'fetch' || ingest.step === 'decode') {
      if (ingest.doubts.length && !hasChosen(ingest)) await this.doubtful.readAgain(ingest, signal);
      else if (!hasChosen(ingest)) await this.takeIn(ingest, signal);
      if (hasChosen(ingest)) await this.pages.follow(ingest, signal);
    }
    const readings = await this.read(ingest, signal);
    const wanted = () => wantedIn(ingest.wanted ?? '', castOf(readings).cast, readings);
    if (ingest.step === 'read') {
      const found = castOf(readings);
      if (ingest.wanted) wanted();
      // of a text in the wrong encoding nobody can be read
      else if (!found.cast.length && !ingest.doubts.length) {
        throw new Problem(
          'nobody_found',
          'Nobody was found who speaks or acts in this text. Give a name to make that character anyway.',
        );
      }
      await this.store.advance(ingest, {
        ...found,
        flags: flagsOf(readings),
        step: ingest.wanted ? 'write' : 'choose',
        progress: 0.5,
      });
      if (!ingest.wanted) {
        await this.store.advance(ingest, { status: 'needs_choice', message: '' });
        return;
      }
    }
    const chosen = ingest.choice?.names ?? [];
    await this.maker.make(ingest, chosen.length ? chosen : [wanted()], readings, signal);
  }

  /** Fetches and decodes everything, and stores it as sources in one transaction. */
  private async takeIn(ingest: Ingest, signal: AbortSignal): Promise<void> {
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
        const task = { url, allowHosts: this.config.ingestAllowHosts };
        taken.push({ kind: 'link', ...(await this.reader.read('link', task, signal)) });
      } catch (error) {
        // one of several may be missing, and is told of
        const last = n === ingest.urls.length - 1 && !taken.length && !files.length;
        if (!(error instanceof Problem) || signal.aborted || last) throw error;
        unread.push({ url, ...told(error) });
      }
    }
    for (const { n, name, bytes } of files) {
      await this.store.advance(ingest, {
        step: 'decode',
        progress: 0.1 + (0.2 * n) / files.length,
        message: name,
      });
      const texts = await this.reader.read('file', { name, bytes, encoding: null }, signal);
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

  private async read(ingest: Ingest, signal: AbortSignal): Promise<Reading[]> {
    const readings: Reading[] = [];
    const sources = toldUpTo(await this.sources.ofIngest(ingest.id), ingest.choice?.upToSection);
    for (const { id, mediaType, text, subject, ...divided } of sources) {
      const task = { sourceId: id, mediaType, text, subject, divided };
      readings.push(await this.reader.read('cast', task, signal));
    }
    return readings.map((reading) => mergedReading(reading, ingest.merges));
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

/** The beginnings of passages that speak to a language model, so many at most. */
function flagsOf(readings: readonly Reading[]): IngestFlag[] {
  return readings
    .flatMap(({ sourceId, text, flagged }) =>
      flagged.map(({ n, start, end }) => ({
        sourceId,
        passageId: `p${n}`,
        text: text.slice(start, Math.min(end, start + 200)).toWellFormed(),
      })),
    )
    .slice(0, 50);
}

function told(error: unknown): { code: string; message: string } {
  const { code, message } = viewOf(error);
  return { code, message };
}

/** @throws Problem nobody_found when no source holds the name */
function wantedIn(wanted: string, cast: readonly CastMember[], readings: readonly Reading[]): string {
  const member = cast.find(({ name, aliases }) =>
    [name, ...aliases].some((one) => one.toLowerCase() === wanted.toLowerCase()),
  );
  if (member) return member.name;
  if (readings.some(({ text }) => text.includes(wanted))) return wanted;
  throw new Problem(
    'nobody_found',
    `“${wanted}” is not named in this text. Check the spelling, or leave the name out and choose from the cast.`,
  );
}
