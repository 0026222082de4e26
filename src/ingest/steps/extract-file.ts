import { extractFile, type Known } from '../../files/extract-file.js';
import { divideExtracted } from '../../text/speakers/reading.js';
import type { ExtractedText } from './extracted-text.js';

/**
 * Reads a file, in a child process. An archive has several texts.
 * @throws Problem those of `extractFile`
 */
export async function takeFile(name: string, bytes: Uint8Array, known?: Known): Promise<ExtractedText[]> {
  const texts = await extractFile(name, bytes, known);
  return texts.map((extracted) => ({ extracted, divided: divideExtracted(extracted) }));
}
