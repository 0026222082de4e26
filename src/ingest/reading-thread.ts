import { parentPort } from 'node:worker_threads';
import { Problem } from '../problem.js';
import { describe } from '../problem.filter.js';
import { extractFile, extractLink } from './extract.js';
import { divideExtracted, read } from './reading.js';
import type { Answer, Tasks } from './reader.js';

/** What a thread of the reader runs: strangers' files and pages never meet the server's own memory and time. */
const work: { [Name in keyof Tasks]: (task: Tasks[Name]['task']) => Promise<unknown> } = {
  async file({ name, bytes }) {
    const extracted = await extractFile(name, bytes);
    return { extracted, divided: divideExtracted(extracted) };
  },
  async link({ url, allowHosts }) {
    const extracted = await extractLink(url, { allowHosts });
    return { extracted, divided: divideExtracted(extracted) };
  },
  async cast({ sourceId, text, divided }) {
    return read(sourceId, text, divided);
  },
};

parentPort?.once('message', ({ name, task }: { name: keyof Tasks; task: never }) => {
  const answer = (body: Answer) => parentPort?.postMessage(body);
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
