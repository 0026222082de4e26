import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IngestView } from '../../src/contracts/ingest.js';
import type { SourceView } from '../../src/contracts/source.js';
import { type FakeWiki, PAGES, startFakeWiki } from '../support/fakes/fake-wiki.js';
import { docxOf, paragraph, run } from '../support/files/docx.js';
import { startServer, type TestServer } from '../support/server.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(60_000);

let wiki: FakeWiki;
let server: TestServer;
beforeAll(async () => {
  wiki = await startFakeWiki();
  server = await startServer({ INGEST_ALLOW_HOSTS: wiki.host });
});
afterAll(async () => {
  await server.stop();
  await wiki.close();
});
beforeEach(() => void wiki.asked.splice(0));

async function begin(body: object): Promise<IngestView> {
  const { status, body: made } = await server.call('POST', '/api/ingests', body);
  expect(status).toBe(202);
  return server.settled(made.id);
}

const sourcesOf = (ingest: IngestView): Promise<SourceView[]> =>
  Promise.all(ingest.sourceIds.map(async (id) => (await server.call('GET', `/api/sources/${id}`)).body));

async function textOf(id: string): Promise<string> {
  const { sectionList } = (await server.call('GET', `/api/sources/${id}`)).body as SourceView;
  const sections = await Promise.all(
    sectionList.map(
      async ({ n }) => (await server.call('GET', `/api/sources/${id}/sections/${n}`)).body.text,
    ),
  );
  return sections.join('');
}

describe('a page of a wiki', () => {
  it('is read by the API, offers its subpages, and takes those that are chosen', async () => {
    const first = await begin({ url: wiki.url('Mara Vell') });
    expect(first).toMatchObject({ status: 'needs_choice', step: 'choose', unread: [] });
    expect(first.cast[0]).toMatchObject({ name: 'Mara Vell' });
    const licence = 'CC BY-SA 4.0';
    expect(first.offers).toEqual([
      { url: wiki.url('Mara Vell/Story'), title: 'Mara Vell/Story', suggested: true, licence },
      { url: wiki.url('Mara Vell/Voice-Overs'), title: 'Mara Vell/Voice-Overs', suggested: true, licence },
      { url: wiki.url('Mara Vell/Outfits'), title: 'Mara Vell/Outfits', suggested: false, licence },
      { url: wiki.url('Mara Vell/Diary'), title: 'Mara Vell/Diary', suggested: false, licence },
    ]);
    expect(wiki.asked).toEqual(['/w/api.php Mara Vell', '/w/api.php Mara Vell/']);
    const [source] = await sourcesOf(first);
    expect(source).toMatchObject({
      title: 'Mara Vell',
      revision: '4711',
      permalink: `${wiki.url('Mara Vell')}?oldid=4711`,
    });
    const text = await textOf(source!.id);
    expect(text).toContain('Birthday: March 3rd');
    expect(text).toContain('lived on the water');
    expect(text).not.toMatch(/Other keepers|Ignore previous/);

    const path = `/api/ingests/${first.id}/pages`;
    const notOffered = await server.call('POST', path, { urls: [wiki.url('Tobias Reed')] });
    expect(notOffered).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    const wish = ['Mara Vell/Voice-Overs', 'Mara Vell/Story', 'Mara Vell/Diary'].map(wiki.url);
    wiki.asked.splice(0);
    const accepted = await server.call('POST', path, { urls: wish });
    expect(accepted).toMatchObject({ status: 202, body: { step: 'fetch' } });
    expect((await server.call('POST', path, { urls: wish })).status).toBe(409);
    const second = await server.settled(first.id);
    expect(second).toMatchObject({ status: 'needs_choice', step: 'choose' });
    expect(wiki.asked).toEqual([
      '/robots.txt',
      '/w/api.php Mara Vell/Story',
      '/w/api.php Mara Vell/Voice-Overs',
    ]);
    expect(second.offers.map(({ state }) => state)).toEqual(['taken', 'taken', undefined, undefined]);
    expect(second.unread).toEqual([
      {
        url: wiki.url('Mara Vell/Diary'),
        code: 'link_refused',
        message: expect.stringContaining('robots.txt'),
      },
    ]);
    expect((await sourcesOf(second)).map((one) => [one.title, one.licence])).toEqual([
      ['Mara Vell', licence],
      ['Mara Vell/Story', licence],
      ['Mara Vell/Voice-Overs', licence],
    ]);
    expect(second.cast[0]).toMatchObject({ name: 'Mara Vell', quotes: 3 });
    expect((await server.call('POST', path, { urls: [wiki.url('Mara Vell/Story')] })).status).toBe(400);

    await server.call('POST', `/api/ingests/${first.id}/characters`, { names: ['Mara Vell'] });
    const done = await server.settled(first.id);
    expect(done.status).toBe('done');
    const { sheet, sources } = (await server.call('GET', `/api/characters/${done.characterIds[0]}`)).body;
    expect(sources).toHaveLength(3);
    expect(sheet.identity.map((claim: { text: string }) => claim.text)).toEqual(
      expect.arrayContaining(['Birthday: March 3rd', 'Home: Low Quay']),
    );
    const said = sheet.examples.map((claim: { text: string }) => claim.text);
    expect(said).toContain('It gives back what it cannot use.');
    for (const { text, citations } of sheet.examples) {
      const { sourceId, passageId, start, end } = citations[0];
      const passage = (await server.call('GET', `/api/sources/${sourceId}/passages/${passageId}`)).body;
      expect(passage.text.slice(start, end)).toContain(text);
    }
    const session = (await server.call('POST', '/api/sessions', { characterId: done.characterIds[0] })).body;
    const answer = await server.call('POST', `/api/sessions/${session.id}/messages`, {
      text: 'What does the sea give back?',
    });
    expect(answer.body.reply.content).toMatch(/gives back/);
  });

  it('in Chinese comes with the lines of its own language', async () => {
    const ingest = await begin({ url: wiki.url('沈灯'), name: '沈灯', subpages: true });
    expect(ingest).toMatchObject({ status: 'done', offers: [{ title: '沈灯/语音', state: 'taken' }] });
    const [page, lines] = await Promise.all(ingest.sourceIds.map(textOf));
    expect(page).toContain('生日: 三月初三');
    expect(page).toContain('江上的盗贼');
    expect(lines).toContain('沈灯：“小心脚下，第三级台阶有脾气。”');
    expect(lines).not.toContain('足元');
    const { sheet } = (await server.call('GET', `/api/characters/${ingest.characterIds[0]}`)).body;
    expect(sheet.language).toBe('zh');
    expect(sheet.examples.map((claim: { text: string }) => claim.text)).toContain('那盏小灯，就让它亮着吧。');
  });

  it('is all that is read when a name is given', async () => {
    const ingest = await begin({ url: wiki.url('Mara Vell'), name: 'Mara Vell' });
    expect(ingest.status).toBe('done');
    expect(ingest.sourceIds).toHaveLength(1);
    expect(ingest.offers.every(({ state }) => state === undefined)).toBe(true);
    expect(wiki.asked).not.toContain('/robots.txt');
  });

  it('is read as a page where the API does not give it, wherever it was moved', async () => {
    const ingest = await begin({ url: wiki.url('The pilot') });
    expect(ingest.status).toBe('needs_choice');
    const [source] = await sourcesOf(ingest);
    expect(source).toMatchObject({
      title: 'Tobias Reed',
      url: wiki.url('Tobias Reed'),
      revision: '12',
      licence: 'CC BY-SA 4.0',
    });
    expect(await textOf(source!.id)).not.toMatch(/Random page|About the wiki/);
  });
});

describe('several links', () => {
  it('make one character, and what is missing is told', async () => {
    const urls = [wiki.url('Tobias Reed'), wiki.url('Nobody')];
    const ingest = await begin({ url: wiki.url('Mara Vell'), urls, name: 'Mara Vell' });
    expect(ingest.status).toBe('done');
    expect(ingest.unread).toEqual([
      { url: wiki.url('Nobody'), code: 'link_refused', message: expect.stringContaining('404') },
    ]);
    const { sources, sheet } = (await server.call('GET', `/api/characters/${ingest.characterIds[0]}`)).body;
    expect(sources.map(({ title }: { title: string }) => title)).toEqual(['Mara Vell', 'Tobias Reed']);
    const cited = new Set(
      (Object.values(sheet).filter(Array.isArray).flat() as { citations?: { sourceId: string }[] }[]).flatMap(
        ({ citations = [] }) => citations.map(({ sourceId }) => sourceId),
      ),
    );
    expect(cited.size).toBe(2);
  });

  it('may come with files', async () => {
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      {
        name: 'letter.txt',
        bytes: 'Mara Vell was the kindest of the keepers, though Mara Vell would not hear of it.',
      },
      { urls: wiki.url('Mara Vell'), name: 'Mara Vell', subpages: 'true' },
    );
    const ingest = await server.settled(body.id);
    expect(ingest.status).toBe('done');
    expect((await sourcesOf(ingest)).map(({ title }) => title)).toEqual([
      'Mara Vell',
      'letter',
      'Mara Vell/Story',
      'Mara Vell/Voice-Overs',
    ]);
  });

  it('are not taken from a file, whatever address it says it had', async () => {
    const saved = [
      'From: <Saved by Blink>',
      `Snapshot-Content-Location: ${wiki.url('Mara Vell')}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary="b"',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      `Content-Location: ${wiki.url('Mara Vell')}`,
      '',
      `<title>Mara Vell</title><div class="mw-parser-output">${PAGES['Mara Vell']!.body}</div>`,
      '--b--',
    ].join('\r\n');
    const file = { name: 'page.mhtml', bytes: saved };
    const { body } = await server.upload('/api/ingests', 'files', file, { subpages: 'true' });
    const ingest = await server.settled(body.id);
    expect(ingest).toMatchObject({ status: 'needs_choice', offers: [], cast: [{ name: 'Mara Vell' }] });
    expect((await sourcesOf(ingest))[0]).toMatchObject({ kind: 'file', url: wiki.url('Mara Vell') });
    expect(wiki.asked).toEqual([]);
  });

  it('are twelve at the most', async () => {
    const urls = Array.from({ length: 13 }, (_, n) => wiki.url(`Page ${n}`));
    expect((await server.call('POST', '/api/ingests', { urls })).status).toBe(400);
    expect((await server.call('POST', '/api/ingests', { urls: [] })).status).toBe(400);
  });
});

describe('a link that comes to nothing', () => {
  it.each([
    ['Guarded', 'page_blocked', /save the page and upload/],
    ['Checked', 'page_blocked', /save the page and upload/],
    ['Elsewhere', 'link_not_allowed', /not on the public internet/],
    ['Nobody', 'link_refused', /404/],
  ])('%s: %s', async (title, code, message) => {
    const ingest = await begin({ url: wiki.url(title) });
    expect(ingest).toMatchObject({ status: 'failed', sourceIds: [], error: { code } });
    expect(ingest.error!.message).toMatch(message);
  });
});

describe('a link to a file', () => {
  const at = (name: string, bytes: Uint8Array | string, type?: string) => {
    wiki.files.set(name, { bytes: Buffer.from(bytes as never), ...(type && { type }) });
    return `http://${wiki.host}/files/${encodeURIComponent(name)}`;
  };
  const STORY = [
    'The harbour was quiet. Mara Vell was a tall woman of sixty, and Mara Vell kept the ferry.',
    '"You are late again," said Mara Vell, and she did not look up from the rope.',
    '"The clock is early," said Tobias. "It always was."',
    'Mara Vell looked at him for a long time. "Then mend the clock," said Mara Vell.',
  ];

  it('is read as that file would be: an archive is several sources', async () => {
    const url = at(
      'all.zip',
      zipOf([
        { name: 'one.docx', content: docxOf(STORY.map((text) => paragraph(run(text))).join('')) },
        { name: 'two.txt', content: Buffer.from(STORY.join('\n\n').replace(/"/g, '“'), 'utf16le').swap16() },
        { name: 'three.md', content: `# Three\n\n${STORY.join('\n\n')}` },
      ]),
      'application/zip',
    );
    const ingest = await begin({ url });
    expect(ingest).toMatchObject({ status: 'needs_choice', unread: [] });
    expect(ingest.cast[0]).toMatchObject({ name: 'Mara Vell' });
    const sources = await sourcesOf(ingest);
    expect(sources.map(({ title }) => title).sort()).toEqual(['Three', 'one', 'two']);
    for (const source of sources) expect(source).toMatchObject({ kind: 'link', url });
  });

  it('whose encoding is in doubt is shown in each it may be in, and read again as it is told', async () => {
    const latin = (text: string) => Buffer.from(text, 'latin1');
    const cafe = 'Mara Vell kept a caf\u00E9 by the water, at \u00A33 a night.';
    const text = at('cafe.txt', latin([cafe, ...STORY].join('\n\n')));
    const page = at(
      'page',
      latin(`<title>Cafe</title>${[cafe, ...STORY].map((line) => `<p>${line}</p>`).join('')}`),
      'text/html',
    );
    const file = { name: 'sure.txt', bytes: STORY.join('\n\n') };
    const { body } = await server.upload('/api/ingests', 'files', file, { url: text, urls: page });
    const first = await server.settled(body.id);
    expect(first.doubts).toMatchObject([
      { file: 1, name: text, encoding: 'windows-1252' },
      { file: 2, name: page, encoding: 'windows-1252' },
    ]);
    for (const { options } of first.doubts) expect(options[0]!.preview).toContain('café');
    for (const { file: n, options } of first.doubts) {
      const { encoding } = options.find((option) => option.encoding !== 'windows-1252')!;
      const path = `/api/ingests/${body.id}/encoding`;
      expect((await server.call('POST', path, { file: n, encoding })).status).toBe(202);
      const again = await server.settled(body.id);
      expect(again).toMatchObject({ status: 'needs_choice', step: 'choose' });
      expect(again.doubts.find((doubt) => doubt.file === n)).toMatchObject({ encoding });
      const sources = await sourcesOf(again);
      const url = n === 1 ? text : page;
      expect(sources.map((source) => source.kind).sort()).toEqual(['file', 'link', 'link']);
      expect(sources.find((source) => source.url === url)).toMatchObject({ encoding });
    }
    expect(wiki.asked.filter((path) => path.startsWith('/files/'))).toHaveLength(2);
    const chosen = { names: ['Mara Vell'] };
    await server.call('POST', `/api/ingests/${body.id}/characters`, chosen);
    expect(await server.settled(body.id)).toMatchObject({ status: 'done', doubts: [] });
  });
});

it('goes on with the chosen pages after a killed process', async () => {
  const first = await begin({ url: wiki.url('Mara Vell') });
  await server.call('POST', `/api/ingests/${first.id}/pages`, { urls: [wiki.url('Mara Vell/Story')] });
  await server.stop('SIGKILL');
  server = await server.restart();
  const second = await server.settled(first.id);
  expect(second).toMatchObject({ status: 'needs_choice' });
  expect((await sourcesOf(second)).map(({ title }) => title)).toEqual(['Mara Vell', 'Mara Vell/Story']);
});
