import { parentPort } from 'node:worker_threads';
import { Problem } from '../problem.js';
import { makeCopyDetector } from '../text/copied.js';
import { describe } from '../problem.filter.js';
import { politeFetch, type Visit } from './polite-fetch.js';
import { extractSheet } from './extractive-sheet.js';
import { planParts } from './parts.js';
import { divideExtracted, read } from './reading.js';
import { verify } from './verified.js';
import type { Answer, Tasks } from './reader.js';

/** Readers of every format take longer to load than most texts to be read: only where something is extracted. */
const extracting = () => import('./extract.js');

/** What a thread of the reader runs: strangers' files and pages never meet the server's own memory and time. */
const work: { [Name in keyof Tasks]: (task: Tasks[Name]['task']) => Promise<unknown> } = {
  async file({ name, bytes, encoding }) {
    const { extractFile } = await extracting();
    const texts = await extractFile(name, bytes, encoding ?? undefined);
    return texts.map((extracted) => ({ extracted, divided: divideExtracted(extracted) }));
  },
  async link({ url, allowHosts }) {
    const { extractLink } = await extracting();
    const extracted = await extractLink(url, { allowHosts });
    return { extracted, divided: divideExtracted(extracted) };
  },
  async pages({ pages, allowHosts }) {
    const { extractFollowed } = await extracting();
    const visits = new Map<string, Visit>();
    const taken: Tasks['pages']['result']['taken'] = [];
    const unread: Tasks['pages']['result']['unread'] = [];
    for (const { url, title, licence } of pages) {
      answer({ told: title });
      const { host } = new URL(url);
      const visit = visits.get(host) ?? politeFetch(host, { allowHosts });
      visits.set(host, visit);
      try {
        await visit.check(url);
        const extracted = await extractFollowed(url, visit.fetch);
        if (licence) extracted.licence ??= licence; // it is of the same site
        taken.push({ asked: url, extracted, divided: divideExtracted(extracted) });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        unread.push({ url, code: error.code, message: error.message });
      }
    }
    return { taken, unread };
  },
  async cast({ sourceId, mediaType, text, divided, subject }) {
    return read(sourceId, text, divided, { mediaType, subject });
  },
  async plan({ names, readings, room }) {
    return planParts(names, readings, room);
  },
  async extract({ name, names, readings, more }) {
    return extractSheet(name, readings, names, more);
  },
  async verify({ written, sources }) {
    return verify(written, sources);
  },
  async copied({ texts, sources }) {
    const copies = makeCopyDetector(sources);
    return texts.flatMap((text, n) => (copies(text) ? [n] : []));
  },
};

function answer(body: Answer): void {
  parentPort?.postMessage(body);
}

parentPort?.once('message', ({ name, task }: { name: keyof Tasks; task: never }) => {
  Promise.resolve()
    .then(() => work[name](task))
    .then((result) => answer({ ok: true, result }))
    .catch((error: unknown) =>
      answer(
        error instanceof Problem
          ? { ok: false, code: error.code, message: error.message }
          : { ok: false, code: 'internal', message: describe(error) },
      ),
    );
});
