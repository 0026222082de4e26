import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { IngestView } from '../../src/contracts/ingest.js';
import { docxOf, paragraph, run } from '../support/files/docx.js';
import { pdfOf } from '../support/files/pdf.js';
import { startServer, type TestServer } from '../support/server.js';
import { deflatedZeros, zipOf } from '../support/files/zip.js';

jest.setTimeout(90_000);

interface File {
  name: string;
  bytes: Uint8Array | string;
}

const ENGLISH = [
  'The harbour was quiet that morning. Martha Quill was a tall woman of sixty, and she had kept the ferry for thirty years.',
  '“You are late again,” said Martha Quill, and she did not look up from the rope.',
  '“The clock is early,” said Tobias. “It always was.”',
  'Martha Quill looked at him for a long time. “Then mend the clock,” said Martha Quill.',
];
const LOG =
  'Martha Quill: Is the boat in?\nTobias: No.\nMartha Quill: Then we wait.\nTobias: For the tide.\n';

describe('files of every kind', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  async function send(files: File[], more: Record<string, string> = {}) {
    const form = new FormData();
    for (const { name, bytes } of files) form.append('files', new Blob([bytes as never]), name);
    for (const [key, value] of Object.entries(more)) form.append(key, value);
    const response = await fetch(`${server.url}/api/ingests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}` },
      body: form,
    });
    return {
      status: response.status,
      body: (await response.json()) as { id: string; code?: string; message?: string },
    };
  }

  const ingest = async (files: File[], more?: Record<string, string>): Promise<IngestView> =>
    server.settled((await send(files, more)).body.id);

  const pdf = pdfOf([ENGLISH.map((text, i) => ({ text, y: 720 - 40 * i, size: 5 }))]);
  const docx = docxOf(ENGLISH.map((text) => paragraph(run(text))).join(''));

  it.each<[string, Uint8Array | string]>([
    ['novel.pdf', pdf],
    ['novel.docx', docx],
    ['novel.zip', zipOf([{ name: 'novel.docx', content: docx }])],
    ['novel.md', `# One\n\n${ENGLISH.join('\n\n')}`],
    ['log.txt', LOG],
  ])('finds the people in %s', async (name, bytes) => {
    const { status, error, cast } = await ingest([{ name, bytes }]);
    expect({ status, error }).toEqual({ status: 'needs_choice', error: undefined });
    expect(cast.find((member) => member.name === 'Martha Quill')?.quotes).toBeGreaterThanOrEqual(2);
    expect(cast.find((member) => member.name === 'Tobias')?.quotes).toBeGreaterThanOrEqual(1);
  });

  it('makes one character of several files and a pasted text, each a source with its own passages', async () => {
    const tells = (text: string) => [...ENGLISH, `Martha Quill was ${text}.`];
    const done = await ingest(
      [
        {
          name: 'first.docx',
          bytes: docxOf(
            tells('born in the lamp house')
              .map((text) => paragraph(run(text)))
              .join(''),
          ),
        },
        {
          name: 'more.zip',
          bytes: zipOf([
            { name: 'second.txt', content: tells('a mender of nets').join('\n\n') },
            { name: 'third.md', content: `# Three\n\n${tells('afraid of gulls').join('\n\n')}` },
          ]),
        },
      ],
      { name: 'Martha Quill', title: 'Pasted', text: ['# Plums', ...tells('fond of plums')].join('\n\n') },
    );
    expect(done).toMatchObject({ status: 'done', title: 'Pasted', characterIds: [expect.any(String)] });
    const sources = await Promise.all(
      done.sourceIds.map(async (id) => (await server.call('GET', `/api/sources/${id}`)).body),
    );
    expect(sources.map((source) => source.title).sort()).toEqual(['Pasted', 'Three', 'first', 'second']);
    const { sheet } = (await server.call('GET', `/api/characters/${done.characterIds[0]}`)).body;
    const told = new Map<string, string>();
    for (const { text, citations } of sheet.identity as {
      text: string;
      citations: { sourceId: string; passageId: string; start: number; end: number; quote: string }[];
    }[]) {
      for (const { sourceId, passageId, start, end, quote } of citations) {
        const passage = (await server.call('GET', `/api/sources/${sourceId}/passages/${passageId}`)).body;
        expect(passage.text.slice(start, end)).toBe(quote);
        told.set(text, sources.find((source) => source.id === sourceId).title);
      }
    }
    expect(Object.fromEntries(told)).toMatchObject({
      'Martha Quill was born in the lamp house.': 'first',
      'Martha Quill was a mender of nets.': 'second',
      'Martha Quill was afraid of gulls.': 'Three',
      'Martha Quill was fond of plums.': 'Pasted',
    });
  });

  it('asks which encoding a file is in where that is in doubt, and reads it again as it is told', async () => {
    const latin = Buffer.from(
      `Martha Quill kept a caf\u00E9, at \u00A33 a night. ${ENGLISH.join('\n\n').replace(/[“”]/g, '"')}`,
      'latin1',
    );
    const { body } = await send([
      { name: 'sure.txt', bytes: ENGLISH.join('\n\n') },
      { name: 'cafe.txt', bytes: latin },
    ]);
    const first = await server.settled(body.id);
    expect(first.doubts).toEqual([
      {
        file: 1,
        name: 'cafe.txt',
        encoding: 'windows-1252',
        options: expect.arrayContaining([
          { encoding: 'windows-1252', preview: expect.stringContaining('café') },
        ]),
      },
    ]);
    const other = first.doubts[0]!.options.find(({ encoding }) => encoding !== 'windows-1252')!;
    const choose = (file: number, encoding: string) =>
      server.call('POST', `/api/ingests/${body.id}/encoding`, { file, encoding });
    expect((await choose(0, 'utf-8')).body.code).toBe('bad_request');
    expect((await choose(1, 'ebcdic')).body.code).toBe('bad_request');
    expect((await choose(1, other.encoding)).status).toBe(202);
    const second = await server.settled(body.id);
    expect(second).toMatchObject({
      status: 'needs_choice',
      step: 'choose',
      doubts: [{ file: 1, encoding: other.encoding }],
    });
    expect(second.sourceIds).toHaveLength(2);
    expect(second.sourceIds.filter((id) => first.sourceIds.includes(id))).toHaveLength(1);
    await choose(1, 'windows-1252');
    const third = await server.settled(body.id);
    expect(third.cast).toEqual(first.cast);
    await server.call('POST', `/api/ingests/${body.id}/characters`, { names: ['Martha Quill'] });
    const done = await server.settled(body.id);
    expect(done).toMatchObject({ status: 'done', doubts: [] });
    expect((await choose(1, other.encoding)).body.code).toBe('conflict');
    expect(await filesKept(server)).toBe(0);
  });

  it('waits for a choice when nobody is found in a text whose encoding is in doubt; a name needs no choice', async () => {
    // 猫です。 in Shift JIS
    const bytes = Buffer.from([0x94, 0x4c, 0x82, 0xc5, 0x82, 0xb7, 0x81, 0x42]);
    const { status, cast, doubts, error } = await ingest([{ name: 'a.txt', bytes }]);
    expect({ status, cast, error }).toEqual({ status: 'needs_choice', cast: [], error: undefined });
    expect(doubts[0]!.options.length).toBeGreaterThan(1);
    const named = await ingest([{ name: 'a.txt', bytes }], {
      name: doubts[0]!.options[0]!.preview.slice(0, 1),
    });
    expect(named).toMatchObject({ status: 'done', doubts: [] });
  });

  it('lets a PDF go that inflates without end, and lives', async () => {
    const before = await memory(server);
    const bomb = pdfOf([[{ text: 'x' }]], { content: deflatedZeros(1500) });
    expect(bomb.length).toBeLessThan(4_000_000);
    const { status, error } = await ingest([{ name: 'bomb.pdf', bytes: bomb }]);
    expect(status).toBe('failed');
    expect(error).toMatchObject({ code: 'file_too_heavy', message: expect.stringMatching(/memory or time/) });
    expect((await ingest([{ name: 'log.txt', bytes: LOG }])).status).toBe('needs_choice');
    if (before) expect((await memory(server))! - before).toBeLessThan(400_000_000);
  });

  it.each<[string, File, string, RegExp]>([
    ['nothing', { name: 'a.txt', bytes: '' }, 'file_not_text', /empty/],
    ['a scan', { name: 'a.pdf', bytes: pdfOf([[], []]) }, 'file_not_text', /no text layer/],
    ['half a PDF', { name: 'a.pdf', bytes: pdf.subarray(0, 300) }, 'file_broken', /incomplete/],
    ['half a document', { name: 'a.docx', bytes: docx.subarray(0, 300) }, 'file_broken', /incomplete/],
    [
      'a document that is a bomb',
      {
        name: 'a.docx',
        bytes: docxOf('', [{ name: 'word/styles.xml', content: Buffer.alloc(15 << 20), deflate: true }]),
      },
      'archive_unsafe',
      /packed/,
    ],
    [
      'an archive in an archive',
      { name: 'a.zip', bytes: zipOf([{ name: 'b.zip', content: zipOf([{ name: 'c.txt', content: 'x' }]) }]) },
      'file_unsupported',
      /b\.zip/,
    ],
  ])('says of %s what is wrong', async (_, file, code, message) => {
    const { status, error, sourceIds } = await ingest([file]);
    expect({ status, sourceIds }).toEqual({ status: 'failed', sourceIds: [] });
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('takes up to 20 files at a time, and says so', async () => {
    const files = Array.from({ length: 21 }, (_, i) => ({ name: `${i}.txt`, bytes: 'x' }));
    const { status, body } = await send(files);
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'file_too_large', message: expect.stringMatching(/20 files/) });
  });
});

async function filesKept({ databaseUrl }: TestServer): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM ingest_files');
  await client.end();
  return rows[0]!.n;
}

/** Bytes that a process has in memory, where the system tells. */
async function memory({ pid }: TestServer): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return kilobytes ? Number(kilobytes) * 1024 : null;
}
