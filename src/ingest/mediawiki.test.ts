import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem.js';
import type { Fetched } from './guarded-fetch.js';
import { pageAddress, readMediaWiki, wikiAddress } from './mediawiki.js';

const answer = (body: unknown): Fetched => ({
  url: 'https://a.test/api.php',
  status: 200,
  contentType: 'application/json',
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const PARSED = {
  parse: {
    title: 'Mara Vell',
    displaytitle: '<span class="mw-page-title-main">Mara <i>Vell</i></span>',
    revid: 4711,
    text: '<div class="mw-parser-output"><aside class="portable-infobox"><div class="pi-data"><h3 class="pi-data-label">Home</h3><div class="pi-data-value">Low Quay</div></div></aside><p>Mara lights the lamps.</p><h2>Story</h2><p>She came by sea.</p></div>',
    sections: [],
  },
};

const ALONE = { subpages: false };

describe('wikiAddress', () => {
  it.each<[string, string[], Record<string, string>]>([
    ['https://en.wikipedia.org/wiki/Mara_Vell', ['/w/api.php', '/api.php'], { page: 'Mara Vell' }],
    ['https://orchard.fandom.com/wiki/Mara_Vell/Story', ['/api.php'], { page: 'Mara Vell/Story' }],
    ['https://orchard.fandom.com/zh/wiki/%E6%B2%88%E7%81%AF', ['/zh/api.php'], { page: '沈灯' }],
    ['https://orchard.fandom.com/pt-br/wiki/Mara?oldid=12', ['/pt-br/api.php'], { oldid: '12' }],
    ['https://wiki.a.test/w/index.php?title=Mara_Vell', ['/w/api.php'], { page: 'Mara Vell' }],
    ['https://wiki.a.test/index.php/Mara_Vell#Story', ['/api.php'], { page: 'Mara Vell' }],
    ['https://wiki.biligame.com/river/沈灯', ['/river/api.php'], { page: '沈灯' }],
    ['https://zh.moegirl.org.cn/沈灯', ['/api.php'], { page: '沈灯' }],
    ['https://zh.wikipedia.org/zh-cn/沈灯', ['/w/api.php'], { page: '沈灯', variant: 'zh-cn' }],
    ['https://a.test/wiki/100%', ['/w/api.php', '/api.php'], { page: '100%' }],
  ])('%s', (url, paths, page) => {
    const { origin } = new URL(url);
    expect(wikiAddress(url)).toEqual({ apis: paths.map((path) => origin + path), page });
  });

  it.each([
    'https://a.test/story/1',
    'https://a.test/',
    'https://a.test/wiki/',
    'https://a.test/w/index.php',
    'https://a.test/w/index.php?title=Mara&action=edit',
    'https://wiki.biligame.com/river/',
  ])('%s is no page of a wiki', (url) => {
    expect(wikiAddress(url)).toBeNull();
  });
});

describe('pageAddress', () => {
  it.each([
    [
      'https://a.fandom.com/zh/wiki/%E6%B2%88%E7%81%AF?oldid=7#x',
      '沈灯/语音',
      'https://a.fandom.com/zh/wiki/%E6%B2%88%E7%81%AF/%E8%AF%AD%E9%9F%B3',
    ],
    [
      'https://wiki.a.test/w/index.php?title=Mara_Vell&oldid=3',
      'Mara Vell/Story',
      'https://wiki.a.test/w/index.php?title=Mara_Vell/Story',
    ],
    [
      'https://wiki.a.test/index.php/Mara_Vell',
      'What? (100%)',
      'https://wiki.a.test/index.php/What%3F_(100%25)',
    ],
    ['https://wiki.biligame.com/river/x', '沈灯', 'https://wiki.biligame.com/river/%E6%B2%88%E7%81%AF'],
  ])('beside %s, of %s', (url, title, expected) => {
    expect(pageAddress(url, title)).toBe(expected);
    expect(wikiAddress(expected)?.page).toEqual({ page: title });
  });
});

describe('readMediaWiki', () => {
  const link = 'https://a.test/wiki/Mara_Vell';

  it('gives the page with its revision', async () => {
    const asked: URL[] = [];
    const page = await readMediaWiki(
      link,
      async (url) => {
        asked.push(new URL(url));
        return answer(PARSED);
      },
      ALONE,
    );
    expect(page).toEqual({
      title: 'Mara Vell',
      text: 'Home: Low Quay\n\nMara lights the lamps.\n\nStory\n\nShe came by sea.',
      headings: [
        { title: 'Infobox', start: 0 },
        { title: 'Mara Vell', start: 16 },
        { title: 'Story', start: 40 },
      ],
      mediaType: 'text/html',
      url: link,
      revision: '4711',
      subject: 'Mara Vell',
    });
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      action: 'parse',
      page: 'Mara Vell',
      prop: 'text|revid|displaytitle',
      redirects: '1',
      formatversion: '2',
      format: 'json',
      maxlag: '5',
    });
  });

  it('offers the pages that belong to it, linked or not, and tells the terms of the wiki', async () => {
    const asked: URL[] = [];
    const text = `<table class="custom-tabs"><tr><td><a href="/wiki/Mara_Vell">Overview</a></td>
      <td><a href="/wiki/Mara_Vell/Voice-Overs">Voice-Overs</a></td><td><a href="/wiki/Mara_Vell/Outfits">Outfits</a></td></tr></table>
      <p>Mara lights the lamps of <a href="/wiki/Low_Quay">Low Quay</a>.
      <a class="new" href="/w/index.php?title=Mara_Vell/Lore&action=edit&redlink=1">Lore</a>
      <a href="https://b.test/wiki/Mara_Vell/Story">elsewhere</a></p>`;
    const page = await readMediaWiki(
      link,
      async (address) => {
        const url = new URL(address);
        asked.push(url);
        if (url.searchParams.get('action') === 'parse') return answer({ parse: { ...PARSED.parse, text } });
        return answer({
          query: {
            allpages: [
              { title: 'Mara Vell/Change History' },
              { title: 'Mara Vell/Relationships' },
              { title: 'Mara Vell/Voice-Overs' },
              { title: 'Mara Vell/Voice-Overs/Japanese' },
            ],
            rightsinfo: { url: 'https://creativecommons.org/licenses/by-sa/4.0/', text: 'CC' },
          },
        });
      },
      { subpages: true },
    );
    const offer = (part: string, suggested: boolean) => ({
      url: `https://a.test/wiki/Mara_Vell/${part}`,
      title: `Mara Vell/${part.replaceAll('_', ' ')}`,
      suggested,
    });
    expect(page?.offers).toEqual([
      offer('Voice-Overs', true),
      offer('Relationships', true),
      offer('Outfits', false),
      offer('Change_History', false),
      offer('Voice-Overs/Japanese', false),
    ]);
    expect(page?.licence).toBe('CC BY-SA 4.0');
    expect(asked).toHaveLength(2);
    expect(Object.fromEntries(asked[1]!.searchParams)).toMatchObject({
      action: 'query',
      list: 'allpages',
      apprefix: 'Mara Vell/',
    });
  });

  it('offers what it links to when the wiki does not list its pages', async () => {
    const text =
      '<p>灯。<a href="/wiki/沈灯/语音">语音</a><a href="/wiki/沈灯语录">语录</a><a href="/wiki/沈灯塔">塔</a></p>';
    const page = await readMediaWiki(
      'https://a.test/wiki/沈灯',
      async (url) => {
        if (url.includes('action=query')) throw new Problem('link_refused', 'no');
        return answer({ parse: { title: '沈灯', text } });
      },
      { subpages: true },
    );
    expect(page?.offers?.map(({ title, suggested }) => [title, suggested])).toEqual([
      ['沈灯/语音', true],
      ['沈灯语录', true],
    ]);
  });

  it('tries the next place when one refuses', async () => {
    const asked: string[] = [];
    const page = await readMediaWiki(
      link,
      async (url) => {
        asked.push(new URL(url).pathname);
        if (asked.length === 1) throw new Problem('link_refused', 'no');
        return answer(PARSED);
      },
      ALONE,
    );
    expect(asked).toEqual(['/w/api.php', '/api.php']);
    expect(page?.revision).toBe('4711');
  });

  it.each<[string, unknown]>([
    ['an error', { error: { code: 'missingtitle' } }],
    ['too busy', { error: { code: 'maxlag', lag: 9 } }],
    ['another format', { parse: { text: 7 } }],
    ['nothing', null],
    ['a page', '<html>API disabled</html>'],
    ['no text', { parse: { text: '<div class="mw-parser-output"></div>' } }],
  ])('leaves it to the page when the API answers %s', async (_, body) => {
    let asked = 0;
    const page = await readMediaWiki(
      link,
      async () => {
        asked++;
        return answer(body);
      },
      ALONE,
    );
    expect(page).toBeNull();
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('asks nobody for a link that is no page of a wiki', async () => {
    const page = await readMediaWiki(
      'https://a.test/story/1',
      () => Promise.reject(new Error('asked')),
      ALONE,
    );
    expect(page).toBeNull();
  });

  it('stops when the caller does', async () => {
    const reason = new DOMException('stop', 'AbortError');
    await expect(readMediaWiki(link, () => Promise.reject(reason), ALONE)).rejects.toBe(reason);
  });
});
