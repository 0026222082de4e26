import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource } from 'typeorm';
import { Source } from '../../sources/source.entity.js';
import { SourcesService } from '../../sources/sources.service.js';
import type { FileDoubt } from '../../contracts/ingest.js';
import { Attempts } from '../jobs/attempts.js';
import type { Ingest } from '../jobs/ingest.entity.js';
import { IngestFiles } from '../jobs/ingest-files.js';
import { FILES } from './in-children.js';
import { IngestStore } from '../jobs/ingest-store.js';
import { newSource, type ExtractedText } from './extracted-text.js';

/** What a person should look at of a file, or null where its encoding is sure. Of an archive, its first such text. */
export function doubtOf(file: number, name: string, taken: readonly ExtractedText[]): FileDoubt | null {
  for (const { extracted } of taken) {
    const { encoding, encodings = [], title } = extracted;
    if (encoding === undefined || !extracted.doubtful || encodings.length < 2) continue;
    return { file, name: taken.length > 1 ? `${name} · ${title}` : name, encoding, options: encodings };
  }
  return null;
}

/** Reads files, and what links led to, again in the encoding that a person chose. */
@Injectable()
export class DoubtfulFiles {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly store: IngestStore,
    private readonly files: IngestFiles,
    private readonly attempts: Attempts,
    private readonly sources: SourcesService,
  ) {}

  /** Comes to the step `read`; the new sources take the place of the old ones. */
  async readAgain(ingest: Ingest, signal: AbortSignal): Promise<void> {
    const chosen = new Map<number, { encoding: string; kind: 'link' | 'file'; taken: ExtractedText[] }>();
    for (const file of await this.files.of(ingest.id)) {
      const { n, name, title, url, encoding } = file;
      const doubt = ingest.doubts.find((one) => one.file === n);
      if (!doubt || encoding === null || encoding === doubt.encoding) continue;
      const known = { encoding, ...(title !== null && { title }), ...(url !== null && { url }) };
      const taken = await this.attempts.call(
        ingest,
        { key: `decode ${n}`, name, change: { step: 'decode', progress: 0.2, message: name } },
        FILES,
        'takeFile',
        [name, this.files.bytesOf(file), known],
        signal,
      );
      chosen.set(n, { encoding, kind: url === null ? 'file' : 'link', taken });
    }
    await this.database.transaction(async (manager) => {
      const doubts: Ingest['doubts'] = [];
      for (const doubt of ingest.doubts) {
        const again = chosen.get(doubt.file);
        if (!again) {
          doubts.push(doubt);
          continue;
        }
        await manager.delete(Source, { id: In(doubt.sourceIds), ingestId: ingest.id });
        const sourceIds: string[] = [];
        for (const text of again.taken)
          sourceIds.push(await this.sources.add(manager, newSource(ingest, again.kind, text)));
        doubts.push({ ...doubt, encoding: again.encoding, sourceIds });
      }
      await this.store.advance(ingest, { step: 'read', progress: 0.35, message: '', doubts }, manager);
    });
  }
}
