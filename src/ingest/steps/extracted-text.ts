import type { NewSource } from '../../sources/sources.service.js';
import type { Extracted } from '../../pages/extracted.js';
import type { Ingest } from '../jobs/ingest.entity.js';
import type { Divided } from '../../text/speakers/reading.js';

/** A link or a file that was read and divided. */
export interface ExtractedText {
  extracted: Extracted;
  divided: Divided;
}

export function newSource(
  ingest: Ingest,
  kind: 'link' | 'file',
  { extracted, divided }: ExtractedText,
): NewSource {
  return {
    ownerId: ingest.ownerId,
    ingestId: ingest.id,
    title: extracted.title,
    kind,
    url: extracted.url ?? null,
    mediaType: extracted.mediaType,
    encoding: extracted.encoding ?? null,
    revision: extracted.revision ?? null,
    licence: extracted.licence ?? null,
    subject: extracted.subject ?? null,
    text: extracted.text,
    ...divided,
  };
}
