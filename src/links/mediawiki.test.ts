import { describe, expect, it } from '@jest/globals';
import { Problem } from '../contracts/problem.js';
import type { Fetched } from '../network/guarded-fetch.js';
import { readMediaWiki } from './mediawiki.js';

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
