import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../../contracts/problem.js';
import { atOnce } from '../../../text/search/slices.js';
import { readHistory } from '../history-file.js';
import { readChatFile } from './chat-file.js';

const names = { user: 'Ann', character: 'Mara' };
const read = (file: unknown, conversation?: number) => {
  const bytes = Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
  const chat = readChatFile(bytes, { language: 'en', names, conversation });
  return chat ?? { messages: [], report: [] };
};
/** Role, versions (the one that stands in brackets), hidden ones in parentheses. */
const said = (file: unknown, conversation?: number) =>
  read(file, conversation).messages.map(({ role, versions, chosen, hidden }) => {
    const texts = versions.map(({ content }, n) => (n === chosen ? `[${content}]` : content)).join('|');
    return hidden ? `(${versions[0]!.content})` : `${role[0]} ${texts}`;
  });

interface Words {
  system: string;
  hello: string;
  first: string;
  second: string;
  thanks: string;
}
const EN: Words = {
  system: 'Be kind.',
  hello: 'Is the lamp lit?',
  first: 'Not yet.',
  second: 'It burns.',
  thanks: 'Good.',
};
const ZH: Words = {
  system: '要温柔。',
  hello: '灯点上了吗？',
  first: '还没有。',
  second: '亮着呢。',
  thanks: '那就好。',
};
const AT = 1_718_000_000;
const iso = (n: number) => new Date((AT + n) * 1000).toISOString();

const chatGpt = ({ system, hello, first, second, thanks }: Words) => {
  const node = (id: string, parent: string | null, role: string, text: string, more = {}) => ({
    id,
    parent,
    children: [],
    message: {
      id,
      author: { role, name: null },
      create_time: AT + 0.5,
      recipient: 'all',
      content: { content_type: 'text', parts: [text] },
      ...more,
    },
  });
  return {
    title: 'Lamp',
    create_time: AT,
    current_node: 'e',
    mapping: {
      root: { id: 'root', message: null, parent: null, children: ['s'] },
      s: node('s', 'root', 'system', system),
      a: node('a', 's', 'user', hello),
      b: node('b', 'a', 'assistant', first),
      c: node('c', 'a', 'assistant', second),
      t: node('t', 'c', 'assistant', '{"q":1}', { recipient: 'browser' }),
      u: node('u', 't', 'tool', 'result'),
      e: node('e', 'u', 'user', thanks),
      x: node('x', 'b', 'user', 'elsewhere'),
    },
  };
};

const claude = ({ hello, first, second, thanks }: Words) => {
  const row = (uuid: string, parent: string, sender: string, text: string) => ({
    uuid,
    parent_message_uuid: parent,
    sender,
    text: '',
    content: [
      { type: 'thinking', thinking: 'hm' },
      { type: 'text', text },
    ],
    created_at: iso(1),
  });
  return {
    uuid: 'c1',
    name: 'Lamp',
    created_at: iso(0),
    chat_messages: [
      row('a', '00000000-0000-4000-8000-000000000000', 'human', hello),
      row('b', 'a', 'assistant', first),
      row('c', 'a', 'assistant', second),
      row('d', 'c', 'human', thanks),
    ],
  };
};

const openWebUi = ({ system, hello, first, second, thanks }: Words) => {
  const row = (id: string, parentId: string | null, role: string, content: string) => ({
    [id]: { id, parentId, childrenIds: [], role, content, timestamp: AT },
  });
  return {
    id: 'c1',
    title: 'Lamp',
    chat: {
      title: 'Lamp',
      history: {
        currentId: 'd',
        messages: {
          ...row('s', null, 'system', system),
          ...row('a', 's', 'user', hello),
          ...row('b', 'a', 'assistant', first),
          ...row('c', 'a', 'assistant', second),
          ...row('d', 'c', 'user', thanks),
        },
      },
      messages: [{ role: 'user', content: hello }],
    },
  };
};

const libreChat = ({ hello, first, second, thanks }: Words) => {
  const row = (messageId: string, n: number, isCreatedByUser: boolean, text: string, children: object[]) => ({
    messageId,
    isCreatedByUser,
    sender: isCreatedByUser ? 'User' : 'GPT',
    text,
    createdAt: iso(n),
    children,
  });
  return {
    conversationId: 'c1',
    title: 'Lamp',
    recursive: true,
    messagesTree: [
      row('a', 1, true, hello, [
        row('b', 2, false, first, []),
        row('c', 3, false, second, [row('d', 4, true, thanks, [])]),
      ]),
    ],
  };
};

const lobeChat = ({ hello, first, second, thanks, system }: Words) => {
  const row = (id: string, n: number, role: string, content: string, parentId?: string) => ({
    id,
    role,
    content,
    parentId,
    sessionId: 's1',
    createdAt: (AT + n) * 1000,
  });
  return {
    exportType: 'sessions',
    version: 7,
    state: {
      sessions: [{ id: 's1', meta: { title: 'Lamp' } }],
      topics: [],
      messages: [
        row('d', 5, 'user', thanks),
        row('s', 0, 'system', system),
        row('a', 1, 'user', hello),
        row('b', 2, 'assistant', first, 'a'),
        row('t', 3, 'tool', 'result', 'b'),
        row('c', 4, 'assistant', second, 'a'),
      ],
    },
  };
};

const characterAi = ({ hello, first, second, thanks }: Words) => {
  const turn = (n: number, isHuman: boolean, texts: string[], primary: number) => ({
    turn_key: { turn_id: `t${n}` },
    create_time: iso(n),
    author: { author_id: 'x', ...(isHuman && { is_human: true }), name: isHuman ? 'Ann' : 'Mara' },
    candidates: texts
      .map((raw_content, k) => ({ candidate_id: `${n}-${k}`, raw_content, create_time: iso(n + k / 10) }))
      .reverse(),
    primary_candidate_id: `${n}-${primary}`,
  });
  return {
    turns: [turn(3, true, [thanks], 0), turn(2, false, [first, second], 1), turn(1, true, [hello], 0)],
  };
};

const agnai = ({ hello, first, second, thanks, system }: Words) => ({
  name: 'Lamp',
  treeLeafId: 'd',
  messages: [
    { _id: 's', msg: system, system: true, createdAt: iso(0) },
    { _id: 'a', parent: 's', msg: hello, userId: 'u', handle: 'Ann', createdAt: iso(1) },
    {
      _id: 'c',
      parent: 'a',
      msg: second,
      retries: [first],
      characterId: 'x',
      handle: 'Mara',
      createdAt: iso(2),
    },
    { _id: 'd', parent: 'c', msg: thanks, userId: 'u', createdAt: iso(3) },
  ],
});

const risu = ({ hello, second, thanks, system }: Words) => ({
  type: 'risuChat',
  ver: 2,
  data: {
    name: 'Lamp',
    message: [
      { role: 'char', data: system, disabled: true, time: AT * 1000 },
      { role: 'user', data: hello, time: AT * 1000 },
      { role: 'char', data: second, time: AT * 1000 },
      { role: 'user', data: '  ', time: AT * 1000 },
      { role: 'user', data: thanks },
    ],
  },
});

const koboldInstruct = ({ hello, second, thanks }: Words) => ({
  gamestarted: true,
  savedsettings: { chatname: 'Ann', chatopponent: 'Mara||$||Ilse' },
  prompt: `{{[INPUT]}}${hello}{{[OUTPUT]}}`,
  actions: [second, `{{[INPUT]}}${thanks}{{[OUTPUT]}}`],
});

const koboldChat = ({ hello, second, thanks }: Words) => ({
  gamestarted: true,
  savedsettings: { chatname: 'Ann', chatopponent: 'Mara||$||Ilse' },
  prompt: `\nAnn: ${hello}`,
  actions: [`\nMara: ${second}`, `\nAnn: ${thanks}\n`],
});

const webUi = ({ hello, first, second, thanks }: Words) => ({
  internal: [
    [hello, second],
    [thanks, ''],
  ],
  visible: [
    [hello, second],
    [thanks, ''],
  ],
  metadata: {
    user_0: { timestamp: 'Jun 10, 2024 14:02' },
    assistant_0: {
      timestamp: 'Jun 10, 2024 14:03',
      versions: [{ content: first, visible_content: first }, { content: second }],
      current_version_index: 1,
    },
  },
});

const backyard = ({ hello, first, second, thanks }: Words) => ({
  schemaVersion: 1,
  narrative: 'x',
  firstMessages: [],
  messages: [
    { type: 'human', createdAt: iso(0), updatedAt: iso(0), text: hello },
    {
      type: 'ai',
      outputs: [
        { createdAt: iso(1), text: first, activeTimestamp: iso(1) },
        { createdAt: iso(2), text: second, activeTimestamp: iso(3) },
      ],
    },
    { type: 'human', createdAt: iso(4), text: thanks },
  ],
});

const rows = ({ system, hello, second, thanks }: Words) => [
  { role: 'system', content: system },
  { role: 'user', content: hello, createdAt: iso(0) },
  { role: 'tool', content: 'x' },
  { role: 'assistant', content: [{ type: 'text', text: second }] },
  { role: 'user', content: thanks },
];

const WITH_VERSIONS = ({ hello, first, second, thanks }: Words) => [
  `u [${hello}]`,
  `a ${first}|[${second}]`,
  `u [${thanks}]`,
];
const PLAIN = ({ hello, second, thanks }: Words) => [`u [${hello}]`, `a [${second}]`, `u [${thanks}]`];
const behindSystem = (of: (words: Words) => string[]) => (words: Words) => [
  `(${words.system})`,
  ...of(words),
];

const PROGRAMS: [name: string, write: (words: Words) => unknown, expected: (words: Words) => string[]][] = [
  ['ChatGPT', chatGpt, behindSystem(WITH_VERSIONS)],
  ['Claude', claude, WITH_VERSIONS],
  ['Open WebUI', openWebUi, behindSystem(WITH_VERSIONS)],
  ['LibreChat', libreChat, WITH_VERSIONS],
  ['LobeChat', lobeChat, behindSystem(WITH_VERSIONS)],
  ['Character.AI', characterAi, WITH_VERSIONS],
  ['Agnai', agnai, behindSystem(WITH_VERSIONS)],
  ['RisuAI', risu, behindSystem(PLAIN)],
  ['Kobold Lite, instruct', koboldInstruct, PLAIN],
  ['Kobold Lite, chat', koboldChat, PLAIN],
  ['text-generation-webui', webUi, WITH_VERSIONS],
  ['Backyard', backyard, WITH_VERSIONS],
  ['a list of messages', rows, behindSystem(PLAIN)],
];

describe.each(PROGRAMS)('a chat of %s', (_, write, expected) => {
  it.each([
    ['English', EN],
    ['Chinese', ZH],
  ])('is read whole, with its versions, in %s', (_language, words) => {
    expect(said(write(words))).toEqual(expected(words));
    expect(said(`\uFEFF\n${JSON.stringify(write(words), null, 2)}\n`)).toEqual(expected(words));
  });

  it('is read as far as it goes where it was cut, and says so', () => {
    const text = JSON.stringify(write(EN));
    for (let end = text.length - 1; end > 0; end -= 7) {
      const { messages, report } = read(text.slice(0, end));
      if (messages.length) expect(report.join('\n')).toMatch(/ends too early/);
    }
  });

  it('throws nothing but a problem, whatever stands in its fields', () => {
    const paths = pathsOf(write(EN));
    fc.assert(
      fc.property(fc.nat(), fc.jsonValue(), (pick, value) => {
        const file = structuredClone(write(EN));
        const path = paths[pick % paths.length]!;
        const into = path.slice(0, -1).reduce<unknown>((at, key) => (at as never)[key], file) as never;
        (into as Record<string, unknown>)[path.at(-1)!] = value;
        try {
          read(file);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length ? [path, ...inner] : inner;
}

describe('encodings', () => {
  it('other than UTF-8 are found out, of JSON as well', () => {
    const wide = Buffer.from(`\uFEFF${JSON.stringify(claude(ZH), null, 1)}`, 'utf16le');
    const { messages } = readChatFile(wide, { language: 'en', names })!;
    expect(messages[0]!.versions[0]!.content).toBe(ZH.hello);
  });

  it('of a file that ends within a character is still UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify(rows(ZH)));
    const { messages, report } = readChatFile(bytes.subarray(0, bytes.length - 7), {
      language: 'en',
      names,
    })!;
    expect(messages.at(-1)!.versions[0]!.content).toBe(ZH.second);
    expect(report.join()).toMatch(/ends too early/);
  });
});

describe('times', () => {
  it.each([
    ['ChatGPT', chatGpt, 1, AT * 1000 + 500],
    ['Claude', claude, 0, (AT + 1) * 1000],
    ['Open WebUI', openWebUi, 1, AT * 1000],
    ['LibreChat', libreChat, 0, (AT + 1) * 1000],
    ['LobeChat', lobeChat, 1, (AT + 1) * 1000],
    ['Character.AI', characterAi, 0, (AT + 1) * 1000],
    ['Agnai', agnai, 1, (AT + 1) * 1000],
    ['RisuAI', risu, 1, AT * 1000],
    ['text-generation-webui', webUi, 0, new Date(2024, 5, 10, 14, 2).getTime()],
  ])('of %s are kept', (_, write, n, at) => {
    expect(read(write(EN)).messages[n]!.versions[0]!.at?.getTime()).toBe(at);
  });
});

describe('a file of several conversations', () => {
  const files: [string, unknown][] = [
    ['ChatGPT', [chatGpt(EN), { title: 'none', mapping: {} }, { ...chatGpt(ZH), title: '灯' }]],
    ['Claude', [claude(EN), { ...claude(ZH), name: '灯' }]],
    ['Open WebUI', [openWebUi(EN), { ...openWebUi(ZH), title: '灯' }]],
    ['RisuAI', { type: 'risuAllChats', ver: 2, data: [risu(EN).data, { ...risu(ZH).data, name: '灯' }] }],
    ['a wrapped list', { conversations: [claude(EN), { ...claude(ZH), name: '灯' }] }],
  ];

  it.each(files)('of %s lists them, and is read by number', (_, file) => {
    expect(() => read(file)).toThrow(
      expect.objectContaining({
        code: 'several_conversations',
        conversations: [
          expect.objectContaining({ n: 1, title: 'Lamp' }),
          expect.objectContaining({ n: 2, title: '灯' }),
        ],
      }),
    );
    expect(said(file, 1)).toContain(`u [${EN.hello}]`);
    expect(said(file, 2)).toContain(`u [${ZH.hello}]`);
    expect(() => read(file, 3)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});

describe('lines of Chub', () => {
  it('are SillyTavern’s with objects for texts', () => {
    const line = { name: 'Mara', is_user: false };
    const file = [
      { user_name: 'Ann', character_name: 'Mara' },
      { ...line, mes: { message: 'B', id: 1 }, swipes: [{ message: 'A' }, { message: 'B' }] },
      { ...line, is_user: true, mes: { message: '好' } },
    ];
    const bytes = Buffer.from(file.map((one) => JSON.stringify(one)).join('\n'));
    const { messages } = atOnce(readHistory(bytes));
    expect(messages.map(({ versions, chosen }) => [versions.map(({ content }) => content), chosen])).toEqual([
      [['A', 'B'], 1],
      [['好'], 0],
    ]);
  });
});

describe('plain text', () => {
  it.each([
    [
      'names of the session',
      'Ann: Hi\n\nMara: Hello.\nCome in.\n\nAnn: Thanks',
      ['u [Hi]', 'a [Hello.\nCome in.]', 'u [Thanks]'],
    ],
    ['words for the user', '我：你好\n米拉：在的。\n', ['u [你好]', 'a [在的。]']],
    ['ChatGPT’s words', 'You: Hi\nChatGPT: Hello\n', ['u [Hi]', 'a [Hello]']],
    [
      'times',
      '[2024-06-10 10:00:01] Ann: Hi\n[2024-06-10 10:00:02] Mara: Yes\n[2024-06-10 10:01:00] Ann: So\n[2024-06-10 10:02:00] Mara: No',
      ['u [Hi]', 'a [Yes]', 'u [So]', 'a [No]'],
    ],
  ])('is read by %s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it('says whom it took for the user where the text does not', () => {
    const { messages, report } = read('Ivo: a\nLena: b\nIvo: c\nLena: d\n');
    expect(messages.map(({ role, speaker }) => [role[0], speaker])).toEqual([
      ['a', 'Ivo'],
      ['u', 'Lena'],
      ['a', 'Ivo'],
      ['u', 'Lena'],
    ]);
    expect(report).toEqual([expect.stringContaining('“Lena”')]);
  });

  it('is kept with its times, in whatever encoding', () => {
    const [first] = read(
      '[2024-06-10 10:00:01] Ann: Hi\n[2024-06-10 10:00:02] Mara: Yes\n'.repeat(2),
    ).messages;
    expect(first!.versions[0]!.at).toEqual(new Date(2024, 5, 10, 10, 0, 1));
    const wide = Buffer.from('\uFEFF我：你好\n米拉：在的。\n', 'utf16le');
    const read16 = readChatFile(wide, { language: 'zh', names })!;
    expect(read16.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('of a novel is no chat', () => {
    expect(said('It was late.\nShe said: nothing.\nThe end.')).toEqual([]);
  });
});

describe('a file that means no good', () => {
  it('with a circle in its tree is read once around', () => {
    const file = chatGpt(EN);
    file.mapping.a.parent = 'e';
    expect(said(file)).toEqual([`u [${EN.hello}]`, `a ${EN.first}|[${EN.second}]`, `u [${EN.thanks}]`]);
  });

  it('nested a hundred thousand deep is read or refused, and never ends the stack', () => {
    const deep = `{"conversationId":"c","messagesTree":${'[{"isCreatedByUser":true,"text":"a","children":'.repeat(45_000)}`;
    const { messages } = read(deep);
    expect(messages).toHaveLength(44_999);
    expect(said(`{"mapping":${'['.repeat(1e6)}`)).toEqual([]);
  });

  it('with the fields of two programs is read as the more specific one’s, and says so', () => {
    const { messages, report } = read({ ...koboldChat(EN), ...chatGpt(ZH) });
    expect(messages[0]!.versions[0]!.content).toBe(EN.hello);
    expect(report).toEqual([expect.stringMatching(/Kobold Lite and of ChatGPT/)]);
  });
});
