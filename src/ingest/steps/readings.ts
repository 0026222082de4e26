import { Injectable } from '@nestjs/common';
import { SourcesRepository } from '../../sources/sources.repository.js';
import { SourcesService } from '../../sources/sources.service.js';
import type { Reading } from '../../text/speakers/reading.js';
import { withoutSpans } from '../../text/instructions/kept-out.js';
import { Attempts } from '../jobs/attempts.js';
import { mergedReading } from '../cast/cast.js';
import { keptOutOf, letInOf, type StoredFlag } from '../cast/flags.js';
import { READING } from './in-children.js';
import type { Ingest } from '../jobs/ingest.entity.js';
import { sourcesUpTo } from '../cast/sources-up-to.js';

/** Reads the sources of an ingest: who is in them and who says what. */
@Injectable()
export class Readings {
  constructor(
    private readonly sources: SourcesService,
    private readonly rows: SourcesRepository,
    private readonly attempts: Attempts,
  ) {}

  /** As of the chapter that was chosen, with what a person said of the cast. */
  async of(ingest: Ingest, signal: AbortSignal): Promise<Reading[]> {
    const readings: Reading[] = [];
    const sources = sourcesUpTo(await this.sources.ofIngest(ingest.id), ingest.choice?.upToSection);
    for (const [n, source] of sources.entries()) {
      const { id: sourceId, title, mediaType, text, subject, keptOut: _, ...divided } = source;
      const letIn = letInOf(ingest.flags, sourceId);
      const found = await this.attempts.call(
        ingest,
        { key: `read ${n}`, name: title },
        READING,
        'readSource',
        [text, divided, { mediaType, subject, letIn }],
        signal,
      );
      const reading = { sourceId, title, ...divided, ...found };
      readings.push({ ...reading, text: withoutSpans(text, keptOutOf(reading, ingest.flags)) });
    }
    await this.attempts.finish(ingest);
    return readings.map((reading) => mergedReading(reading, ingest.merges));
  }

  /** Keeps with the sources what is kept out of them, for whoever sends them word for word. */
  async keepOut(readings: readonly Reading[], flags: readonly StoredFlag[]): Promise<void> {
    await this.rows.keepOut(
      readings.map((reading) => ({ id: reading.sourceId, spans: keptOutOf(reading, flags) })),
    );
  }
}
