import { zipSync, strToU8 } from 'fflate';

const EN = [
  ['Martha', 'Is the boat in yet, or has the tide kept it?'],
  ['Tobias', 'It is not in, and it will not be before the tide.'],
  ['Martha', 'Then we wait for it here, as we always did.'],
  ['Tobias', 'You can wait. I am going down to the lamp.'],
  ['Martha', 'It is cold tonight, so take the thick coat.'],
  ['Tobias', 'It was colder before, and nobody gave me a coat.'],
];
const ZH = [
  ['小满', '船来了吗？我等了一夜。'],
  ['阿福', '还没有来，雾太大了。'],
  ['小满', '那就等着，反正都一样。'],
  ['阿福', '你等你的，我去看灯。'],
  ['小满', '夜里冷，把厚衣服带上。'],
  ['阿福', '从前更冷，你不记得了。'],
];
const each = (talk, line, by = '\n') => talk.map(([who, words], n) => line(who, words, n)).join(by);
const two = (n) => String(n).padStart(2, '0');
const capitals = (name) => name.toUpperCase();
const stamp = (n) => `00:00:${two(n * 4)},000 --> 00:00:${two(n * 4 + 3)},000`;
const xml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const zip = (files) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
const paragraphs = (lines, open, close) => lines.map((line) => open + xml(line) + close).join('');
const docx = (lines) =>
  zip({
    'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs(lines, '<w:p><w:r><w:t>', '</w:t></w:r></w:p>')}</w:body></w:document>`,
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  });
const story = {
  en: EN.map(([who, words]) => `“${words}” said ${who}.`),
  zh: ZH.map(([who, words]) => `${who}说：“${words}”`),
};
const MARTHA = ['Martha', 'Tobias'];
const XIAOMAN = ['小满', '阿福'];

/** A shape, a file of it, who is in it, and what they say where it tells. */
export const SHAPES = [
  [
    'WeChat article',
    'saved.html',
    `<html><head><meta property="og:title" content="守灯人"></head><body><h1 id="activity-name">守灯人</h1><div id="js_content" style="visibility: hidden; opacity: 0;">${paragraphs(story.zh, '<p>', '</p>')}</div></body></html>`,
    XIAOMAN,
    ZH,
  ],
  [
    'page with a list of lines',
    'lines.html',
    `<html><body><article><h1>The ferry</h1><p>They sat in the ferry house and waited, as they had on every night of that long winter.</p><ul>${paragraphs(story.en, '<li>', '</li>')}</ul></article></body></html>`,
    MARTHA,
    EN,
  ],
  [
    'play, full stops',
    'play.txt',
    `ACT I\n\nSCENE I. The quay.\n\n${each(EN, (who, words) => `${capitals(who)}.\n${words}`, '\n\n')}`,
    MARTHA,
    EN,
  ],
  [
    'play, colons',
    'play.txt',
    `ACT I\n\nSCENE I. The quay.\n\n${each(EN, (who, words) => `${capitals(who)}: ${words}`, '\n\n')}`,
    MARTHA,
    EN,
  ],
  ['play', '戏.txt', `第一幕\n\n${each(ZH, (who, words) => `${who}：${words}`)}\n（幕落。）`, XIAOMAN, ZH],
  [
    'Fountain',
    'film.fountain',
    `INT. FERRY HOUSE - NIGHT\n\nRain.\n\n${each(EN, (who, words) => `${capitals(who)}\n${words}`, '\n\n')}`,
    MARTHA,
    EN,
  ],
  ['screenplay in DOCX', 'film.docx', docx(EN.flatMap(([who, words]) => [capitals(who), words])), MARTHA, EN],
  ['script in DOCX', '剧本.docx', docx(ZH.map(([who, words]) => `${who}：${words}`)), XIAOMAN, ZH],
  [
    'SRT',
    'film.srt',
    each(EN, (who, words, n) => `${n + 1}\n${stamp(n)}\n${capitals(who)}: ${words}\n`),
    MARTHA,
    EN,
  ],
  [
    'VTT',
    'film.vtt',
    `WEBVTT\n\n${each(EN, (who, words, n) => `${stamp(n).replaceAll(',', '.')}\n<v ${who}>${words}</v>\n`)}`,
    MARTHA,
    EN,
  ],
  [
    'ASS',
    'film.ass',
    `[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n${each(ZH, (who, words, n) => `Dialogue: 0,0:00:${two(n * 4)}.00,0:00:${two(n * 4 + 3)}.00,Default,${who},0,0,0,,${words}`)}`,
    XIAOMAN,
    ZH,
  ],
  ['CSV of lines', 'lines.csv', `speaker,line\n${each(EN, (who, words) => `${who},"${words}"`)}`, MARTHA, EN],
  ['CSV of people', '人物.csv', '姓名,年龄,性格\n林小满,17,倔强\n阿福,60,安静\n', ['林小满', '阿福'], []],
  [
    'profile',
    '小满.txt',
    '姓名：林小满\n性别：女\n年龄：十七\n性格：倔强，不爱说话。\n口头禅：“知道了，随便你。”\n',
    ['林小满'],
    [['林小满', '知道了，随便你。']],
  ],
  [
    'profile in YAML',
    'martha.yaml',
    'name: Martha Quill\nage: 44\npersonality: stubborn, dry, kind to dogs\noccupation: ferry keeper\n',
    ['Martha Quill'],
    [],
  ],
  [
    'profile in Markdown',
    'people.md',
    '# Martha Quill\n\n- **Age:** 44\n- **Occupation:** ferry keeper\n- **Personality:** stubborn and dry\n\n# Tobias Reed\n\n- **Age:** 17\n- **Occupation:** lamp boy\n- **Personality:** quick to take offence\n',
    ['Martha Quill', 'Tobias Reed'],
    [],
  ],
  [
    'world book',
    'world.json',
    JSON.stringify({
      entries: {
        0: { uid: 0, key: ['小满'], comment: '林小满', content: '林小满是渡口的少女。她很倔强。' },
      },
    }),
    ['林小满'],
    [],
  ],
  [
    'ODT',
    'book.odt',
    zip({
      'content.xml': `<office:document-content><office:body><office:text>${paragraphs(story.en, '<text:p>', '</text:p>')}</office:text></office:body></office:document-content>`,
    }),
    MARTHA,
    EN,
  ],
  [
    'RTF',
    'book.rtf',
    `{\\rtf1\\ansi ${EN.map(([who, words]) => `\\ldblquote ${words}\\rdblquote  said ${who}.\\par`).join(' ')}}`,
    MARTHA,
    EN,
  ],
  [
    'FB2',
    'book.fb2',
    `<?xml version="1.0"?><FictionBook><body><section>${paragraphs(story.zh, '<p>', '</p>')}</section></body></FictionBook>`,
    XIAOMAN,
    ZH,
  ],
  ['WeChat, name above', '聊天.txt', each(ZH, (who, words) => `${who}:\n${words}`, '\n\n'), XIAOMAN, ZH],
  [
    'WhatsApp',
    'WhatsApp Chat.txt',
    each(EN, (who, words, n) => `12/0${n + 1}/2024, 21:0${n} - ${who}: ${words}`),
    MARTHA,
    EN,
  ],
  [
    'QQ',
    '群聊.txt',
    `消息记录（此消息记录为文本格式，不支持重新导入）\n\n${each(ZH, (who, words, n) => `2024-01-0${n + 1} 21:0${n}:00 ${who}(1000${n % 2})\n${words}\n`)}`,
    XIAOMAN,
    ZH,
  ],
  [
    'Telegram',
    'result.json',
    JSON.stringify({
      name: 'Tobias',
      type: 'personal_chat',
      messages: EN.map(([from, text], id) => ({
        id,
        type: 'message',
        date: `2024-01-0${id + 1}T10:00:00`,
        from,
        text,
      })),
    }),
    MARTHA,
    EN,
  ],
  [
    'DiscordChatExporter',
    'discord.json',
    JSON.stringify({
      guild: { id: '1', name: 'Ferry' },
      channel: { id: '2', name: 'quay' },
      messages: EN.map(([name, content], id) => ({
        id: String(id),
        type: 'Default',
        timestamp: `2024-01-0${id + 1}T10:00:00+00:00`,
        content,
        author: { id: name, name, nickname: name },
      })),
    }),
    MARTHA,
    EN,
  ],
  [
    'MemoTrace',
    '小满.csv',
    `localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n${each(ZH, (who, words, n) => `${n},1,1,0,0,${1_700_000_000 + n},,${words},2024-01-0${n + 1} 10:00:00,${who},${who},${who}`)}`,
    XIAOMAN,
    ZH,
  ],
  [
    'Japanese',
    'ja.txt',
    '温子は岬の灯台守だった。\n「遅かったね、もう夜だよ」と温子は言った。\n「霧が出ていた」と健太が答えた。健太は外套を脱いだ。\n温子は灯を上げた。\n「また霧か」と温子は言った。',
    ['温子', '健太'],
    [
      ['温子', '遅かったね、もう夜だよ'],
      ['健太', '霧が出ていた'],
    ],
  ],
  [
    'Korean',
    'ko.txt',
    '온유는 등대지기였다.\n"오늘도 늦었네요." 온유가 말했다.\n"안개가 꼈어." 민수가 대답했다. 민수는 외투를 벗었다.\n온유는 불을 켰다.\n"또 안개군요." 온유가 말했다.',
    ['온유', '민수'],
    [
      ['온유', '오늘도 늦었네요.'],
      ['민수', '안개가 꼈어.'],
    ],
  ],
  [
    'hard-wrapped novel',
    'novel.txt',
    `CHAPTER I. THE QUAY\n\n${story.en.map((line) => line.replace(/(.{30}\S*) /g, '$1\n')).join('\n\n')}`,
    MARTHA,
    EN,
  ],
  [
    'novel with markup left in it',
    '小说.txt',
    `第七十八回　十节度议取渡口&nbsp;两家人共守孤灯\n${story.zh.join('<br />\n')}`,
    XIAOMAN,
    ZH,
  ],
];
