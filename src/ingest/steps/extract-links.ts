import { extractFollowed, extractLink, type Linked } from '../../links/extract-link.js';
import { politeFetch, type Visit } from '../../network/polite-fetch.js';
import { Problem } from '../../contracts/problem.js';
import { divideExtracted } from '../../text/speakers/reading.js';
import { reportProgress } from '../../children/progress.js';
import type { IngestView, PageOffer } from '../../contracts/ingest.js';
import type { ExtractedText } from './extracted-text.js';

/**
 * Fetches and reads a link, in a child process. What it led to comes along where its encoding is in doubt.
 * @throws Problem those of `extractLink`
 */
export async function takeLink(
  url: string,
  allowHosts: readonly string[],
): Promise<{ taken: ExtractedText[]; file?: NonNullable<Linked['file']> }> {
  const { texts, file } = await extractLink(url, { allowHosts });
  const taken = texts.map((extracted) => ({ extracted, divided: divideExtracted(extracted) }));
  return { taken, ...(file && texts.some(({ doubtful }) => doubtful) && { file }) };
}

/**
 * Fetches and reads, in a child process, pages that belong to pages which were read; `asked` is where each was looked for. One
 * that cannot be had is told of and does not stop the others.
 */
export async function takePages(
  pages: readonly PageOffer[],
  allowHosts: readonly string[],
): Promise<{ taken: (ExtractedText & { asked: string })[]; unread: IngestView['unread'] }> {
  const visits = new Map<string, Visit>();
  const taken: (ExtractedText & { asked: string })[] = [];
  const unread: IngestView['unread'] = [];
  for (const { url, title, licence } of pages) {
    reportProgress(title);
    const { host } = new URL(url);
    const visit = visits.get(host) ?? politeFetch(host, { allowHosts });
    visits.set(host, visit);
    try {
      await visit.check(url);
      for (const extracted of await extractFollowed(url, visit.fetch)) {
        if (licence) extracted.licence ??= licence; // it is of the same site
        taken.push({ asked: url, extracted, divided: divideExtracted(extracted) });
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unread.push({ url, code: error.code, message: error.message });
    }
  }
  return { taken, unread };
}
