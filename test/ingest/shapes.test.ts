import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { IngestView } from '../../src/contracts/ingest.js';
import { docxOf, paragraph, run } from '../support/files/docx.js';
import { type FakeWiki, startFakeWiki } from '../support/fakes/fake-wiki.js';
import { mobiOf } from '../support/files/mobi.js';
import { startServer, type TestServer } from '../support/server.js';
import { weixinPage } from '../support/files/weixin.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(90_000);

const LINES = [
  'Is the boat in yet?',
  'No, not before the tide.',
  'Then we wait for it here.',
  'As we always did.',
  'It is cold tonight.',
  'It was colder before.',
];
const TALK = LINES.map((line, i) => [i % 2 ? 'Tobias' : 'Martha', line] as const);
const SHORT =
  '小满：船来了吗？我等了一夜。\n阿福：还没有来，雾太大。\n（雷声。）\n小满：那就等着，反正都一样。\n（雨。）\n阿福：从前更冷，你不记得了。\n小满：我记得很清楚。';
const PROFILE = '姓名：林小满\n性别：女\n年龄：十七\n性格：倔强，不爱说话。\n口头禅：“知道了，随便你。”\n';
const chapter = (n: number) =>
  `<text:h text:outline-level="1">Chapter ${n}</text:h><text:p>Martha was the keeper of the ferry.</text:p><text:p>“You are late again,” said Martha.</text:p>`;

describe('texts of every shape', () => {
  let server: TestServer;
  let site: FakeWiki;
  beforeAll(async () => {
    site = await startFakeWiki();
    server = await startServer({ INGEST_ALLOW_HOSTS: site.host });
  });
  afterAll(async () => {
    await server.stop();
    await site.close();
  });

  async function send(name: string, bytes: Uint8Array | string, who?: string): Promise<IngestView> {
    const form = new FormData();
    form.append('files', new Blob([bytes as never]), name);
    if (who) form.append('name', who);
    const response = await fetch(`${server.url}/api/ingests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}` },
      body: form,
    });
    return server.settled(((await response.json()) as { id: string }).id);
  }

  /** Every citation of the sheet stands in its source; all the sheet's claims. */
  async function claimsOf(done: IngestView): Promise<string[]> {
    expect(done).toMatchObject({ status: 'done', characterIds: [expect.any(String)] });
    const { sheet } = (await server.call('GET', `/api/characters/${done.characterIds[0]}`)).body;
    const claims = Object.values(sheet).filter(Array.isArray).flat() as {
      text?: string;
      citations?: { sourceId: string; passageId: string; start: number; end: number; quote: string }[];
    }[];
    let cited = 0;
    for (const { sourceId, passageId, start, end, quote } of claims.flatMap(
      ({ citations = [] }) => citations,
    )) {
      const passage = (await server.call('GET', `/api/sources/${sourceId}/passages/${passageId}`)).body;
      expect(passage.text.slice(start, end)).toBe(quote);
      cited++;
    }
    expect(cited).toBeGreaterThan(0);
    return claims.flatMap(({ text }) => (text === undefined ? [] : [text]));
  }

  it.each<[string, Uint8Array | string, string, string]>([
    [
      'play.txt',
      `ACT I\n\nSCENE I. The quay.\n\n${TALK.map(([who, line]) => `${who.toUpperCase()}.\n${line}`).join('\n\n')}`,
      'Martha',
      LINES[0]!,
    ],
    [
      'film.fountain',
      `INT. FERRY HOUSE - NIGHT\n\nRain.\n\n${TALK.map(([who, line]) => `${who.toUpperCase()}\n${line}`).join('\n\n')}`,
      'Tobias',
      LINES[1]!,
    ],
    [
      'script.docx',
      docxOf(
        SHORT.split('\n')
          .map((line) => paragraph(run(line)))
          .join(''),
      ),
      '小满',
      '船来了吗？我等了一夜。',
    ],
    [
      'film.srt',
      TALK.map(
        ([who, line], i) => `${i + 1}\n00:00:0${i},000 --> 00:00:0${i},900\n${who.toUpperCase()}: ${line}\n`,
      ).join('\n'),
      'Martha',
      LINES[0]!,
    ],
    [
      'lines.csv',
      `speaker,line\n${TALK.map(([who, line]) => `${who},"${line}"`).join('\n')}`,
      'Tobias',
      LINES[1]!,
    ],
    ['profile.txt', PROFILE, '林小满', '知道了，随便你。'],
    ['profile.txt', PROFILE, '林小满', '性格：倔强，不爱说话。'],
    ['people.csv', '姓名,年龄,性格\n林小满,17,倔强\n阿福,60,安静\n', '阿福', '性格：安静'],
    [
      'world.json',
      JSON.stringify({
        entries: {
          0: { uid: 0, key: ['小满'], comment: '林小满', content: '林小满是渡口的少女。她很倔强。' },
        },
      }),
      '林小满',
      '林小满是渡口的少女。',
    ],
    [
      'chat.txt',
      '小满:\n船来了吗？我等了一夜。\n\n阿福:\n还没有来。\n\n小满:\n那就等着。\n\n阿福:\n好。',
      '小满',
      '船来了吗？我等了一夜。',
    ],
    [
      'result.json',
      JSON.stringify({
        name: 'Tobias',
        messages: TALK.map(([from, text], id) => ({
          id,
          type: 'message',
          date: `2024-01-0${id + 1}T10:00:00`,
          from,
          text,
        })),
      }),
      'Martha',
      LINES[0]!,
    ],
    [
      'book.odt',
      zipOf([
        {
          name: 'content.xml',
          content: `<office:document-content><office:body><office:text>${[1, 2, 3].map(chapter).join('')}</office:text></office:body></office:document-content>`,
        },
      ]),
      'Martha',
      'Martha was the keeper of the ferry.',
    ],
    [
      'book.rtf',
      '{\\rtf1\\ansi Martha was the keeper of the ferry.\\par \\ldblquote You are late again,\\rdblquote  said Martha.\\par}',
      'Martha',
      'You are late again',
    ],
    [
      'book.fb2',
      '<?xml version="1.0"?><FictionBook><body><section><p>Martha was the keeper of the ferry.</p></section></body></FictionBook>',
      'Martha',
      'Martha was the keeper of the ferry.',
    ],
    [
      'book.azw3',
      mobiOf([Buffer.from('<p>Martha was the keeper of the ferry.</p>')], { version: 8, flow: 42 }),
      'Martha',
      'Martha was the keeper of the ferry.',
    ],
    [
      'ja.txt',
      '温子は岬の灯台守だった。\n「遅かったね、もう夜だよ」と温子は言った。\n「霧が出ていた」と健太が答えた。',
      '温子',
      '遅かったね、もう夜だよ',
    ],
    [
      'ko.txt',
      '온유는 등대지기였다.\n"오늘도 늦었네요." 온유가 말했다.\n"안개가 꼈어." 민수가 대답했다.',
      '온유',
      '오늘도 늦었네요.',
    ],
  ])('make a cited sheet of %s', async (name, bytes, who, claim) => {
    expect(await claimsOf(await send(name, bytes, who))).toContain(claim);
  });

  it('have the cast that they name, and nobody is a field or a direction', async () => {
    const cast = async (name: string, text: string) =>
      (await send(name, text)).cast.map((one) => one.name).sort();
    expect(await cast('a.txt', `第一场　码头\n${SHORT}`)).toEqual(['小满', '阿福']);
    expect(await cast('b.txt', PROFILE)).toEqual(['林小满']);
  });

  it('make a cited sheet of an article of a WeChat account', async () => {
    const body =
      '<p>温岚是岬角的守灯人。</p><p>“你来晚了，路上有雾吧。”温岚说。</p><p>小满道：“路上有雾，我走得很慢很慢。”</p>';
    const bytes = Buffer.from(weixinPage({ title: '守灯人', author: '阿照', account: '潮汐笔记', body }));
    site.files.set('s/abc', { type: 'text/html; charset=utf-8', bytes });
    const url = `http://${site.host}/files/s/abc`;
    const { body: made } = await server.call('POST', '/api/ingests', { url, name: '温岚' });
    const claims = await claimsOf(await server.settled(made.id));
    expect(claims).toEqual(expect.arrayContaining(['温岚是岬角的守灯人。', '你来晚了，路上有雾吧。']));
    expect(await claimsOf(await send('saved.html', bytes, '温岚'))).toContain('温岚是岬角的守灯人。');
  });

  it.each<[string, Uint8Array | string, string]>([
    ['locked.mobi', mobiOf([Buffer.from('<p>x</p>')], { encryption: 2 }), 'file_encrypted'],
    ['packed.azw3', mobiOf([Buffer.from('<p>x</p>')], { compression: 17480 }), 'file_unsupported'],
    [
      'bomb.xlsx',
      zipOf([{ name: 'xl/workbook.xml', content: 'x', claimedSize: 300 * 1024 * 1024 }]),
      'archive_unsafe',
    ],
    ['deep.rtf', `{\\rtf1 ${'{'.repeat(100_000)}`, 'file_broken'],
  ])('are refused with a reason: %s', async (name, bytes, code) => {
    expect(await send(name, bytes, 'Martha')).toMatchObject({ status: 'failed', error: { code } });
  });
});
