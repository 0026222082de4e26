import { describe, expect, it } from '@jest/globals';
import { extractSheet } from '../../sheets/extract/extractive-sheet.js';
import { divideExtracted, read as readSource } from '../speakers/reading.js';
import { PROFILES, readProfiles } from './profile.js';
import { readWorldBook } from './world-book.js';

const reading = (found: { text: string; headings?: { title: string; start: number }[]; subject?: string }) =>
  readSource('00000000-0000-4000-8000-000000000000', found.text, divideExtracted(found), {
    mediaType: PROFILES,
    subject: found.subject ?? null,
  });
const read = (text: string, known?: { title: string; start: number }[], title?: string) => {
  const found = readProfiles(text, known, title);
  return found && reading({ text, ...found });
};
const names = (found: { people: { name: string; quotes: number }[] } | null) =>
  found?.people.map(({ name, quotes }) => `${name} ${quotes}`).sort();
const identity = (found: ReturnType<typeof reading>, name: string) =>
  extractSheet(name, [found]).identity.map(({ text }) => text);

const ONE =
  '姓名：林小满（小满）\n性别：女\n年龄：十七\n性格：倔强，不爱说话。\n口头禅：“知道了。”“随便。”\n';

describe('readProfiles', () => {
  it.each<[string, string]>([
    ['lines', ONE],
    ['a list', ONE.replace(/^/gm, '- ').trimEnd()],
    ['bold labels', ONE.replace(/^(..?.?)：/gm, '**$1**：')],
    ['brackets', ONE.replace(/^(..?.?)：/gm, '【$1】')],
    ['a table of Markdown', ONE.replace(/^(..?.?)：(.*)$/gm, '| $1 | $2 |')],
    ['a template of a wiki', ONE.replace(/^(..?.?)：/gm, '| $1 = ')],
  ])('finds the one whom %s tell of, and no field is a person', (_, text) => {
    const found = read(text)!;
    expect(names(found)).toEqual([expect.stringMatching(/^林小满 2$/)]);
    expect(found.quotations.map(({ text: said }) => said)).toEqual(['知道了。', '随便。']);
    expect(identity(found, '林小满').join()).toMatch(/女.*十七.*倔强/);
  });

  it('reads YAML', () => {
    const found = read(
      'name: "Martha Quill"\nage: 60\npersonality:\n  - dry\n  - patient\ncatchphrase: Mind the step.\nlikes: tea\n',
    )!;
    expect(names(found)).toEqual(['Martha Quill 1']);
    expect(identity(found, 'Martha Quill')).toContain('age: 60');
  });

  it('keeps several people apart, each in a section', () => {
    const found = read(`${ONE}\n姓名：阿福\n性别：男\n性格：安静\n台词：总是这样。\n`)!;
    expect(names(found)).toEqual(['林小满 2', '阿福 1']);
    expect(found.sections.map(({ title }) => title)).toEqual(['林小满', '阿福']);
    expect(identity(found, '阿福').join()).not.toMatch(/十七/);
  });

  it('reads a sheet whose fields are its headings', () => {
    const text =
      '# 林小满\n\n## 外貌\n\n短发，总穿雨衣。\n\n## 性格\n\n倔强，不爱说话。\n\n## 口头禅\n\n知道了。';
    const known = ['林小满', '外貌', '性格', '口头禅'].map((title) => ({
      title,
      start: text.indexOf(`${title}\n`) - (title === '林小满' ? 2 : 3),
    }));
    const found = read(text, known)!;
    expect(names(found)).toEqual(['林小满 0']);
    expect(identity(found, '林小满')).toEqual(
      expect.arrayContaining(['短发，总穿雨衣。', '倔强，不爱说话。']),
    );
  });

  it.each<[string, string]>([
    ['a heading, some fields of its own being headings', '# Thessaly Vane'],
    ['a line alone', 'Thessaly Vane'],
  ])('takes the name from %s above the first field', (_, first) => {
    const text = `${first}\n\n- **Age:** 41\n- **Occupation:** bell-founder\n- **Personality:** exact\n\n## Backstory\n\nAt twenty she cast a bell that cracked.`;
    const known = ['# Thessaly Vane', '## Backstory']
      .filter((line) => text.includes(line))
      .map((line) => ({ title: line.replace(/^#+ /, ''), start: text.indexOf(line) }));
    const found = read(text, first.startsWith('#') ? known : [])!;
    expect(names(found)).toEqual(['Thessaly Vane 0']);
    expect(identity(found, 'Thessaly Vane').join()).toMatch(/41.*bell-founder/);
  });

  it('keeps what stands below a heading with whom the one before is about', () => {
    const one = (name: string, age: number) =>
      `# ${name}\n\n- Age: ${age}\n- Gender: female\n- Occupation: smith\n\n## Backstory\n\n${name} left home early.\n\n`;
    const text = one('Odalys', 33) + one('Brigid', 60);
    const known = [...text.matchAll(/^#+ (.+)$/gm)].map((found) => ({
      title: found[1]!,
      start: found.index,
    }));
    const found = read(text, known)!;
    expect(names(found)).toEqual(['Brigid 0', 'Odalys 0']);
    expect(identity(found, 'Brigid').join()).toMatch(/60.*Brigid left home early/);
  });

  it.each([
    ['a novel', '第一回\n小满说：“姓名：林小满。”\n她走到水边，数了数船。\n年龄：十七。\n她回来了。'],
    ['a list of things', '- 苹果：三个\n- 梨：两个\n- 姓名：无\n- 价格：五元'],
    ['nothing', ''],
  ])('is not misled by %s', (_, text) => {
    expect(readProfiles(text)).toBeNull();
  });

  it('is not slowed by much of anything', () => {
    for (const text of [
      '姓名：'.repeat(200_000),
      '姓名：a\n'.repeat(100_000),
      ' '.repeat(500_000),
      '*'.repeat(500_000),
    ])
      readProfiles(text);
  });
});

describe('readWorldBook', () => {
  const entry = (uid: number, key: string[], comment: string, content: string, more = {}) => ({
    uid,
    key,
    keysecondary: [],
    comment,
    content,
    ...more,
  });
  const book = JSON.stringify({
    entries: {
      0: entry(0, ['小满'], '林小满', '林小满是渡口的少女。她很倔强。'),
      1: entry(1, ['雾港'], '雾港', '一座终年有雾的港口。'),
      2: entry(2, ['x'], '关掉的', '不要。', { disable: true }),
      3: entry(3, ['阿福'], '', '姓名：阿福\n年龄：60\n性格：安静'),
    },
  });

  it('makes a section of each entry that is on, and people of those about people', () => {
    const found = readWorldBook(book)!;
    expect(found.headings.map(({ title }) => title)).toEqual(['林小满', '雾港', '阿福']);
    const cast = reading(found);
    expect(names(cast)).toEqual(['林小满 0', '阿福 0']);
    expect(identity(cast, '林小满').join()).toContain('林小满是渡口的少女');
  });

  it.each<[string, string, boolean]>([
    ['Jory', 'Jory is Maren’s nephew, who steals rope.', true],
    ['Piet', 'Piet, 34 years old, mends clocks.', true],
    ['周伯', '周伯是渡口的老人，会补船。', true],
    ['阿朵', '阿朵，阿贵的女儿，爱说谎。', true],
    ['Skarn', 'Skarn is a cold port town where Maren grew up with her mother.', false],
    ['青石镇', '青石镇是一座山中小镇，他和她在这里相遇。', false],
    ['听雪剑', '听雪剑，师父留下的宝剑。', false],
  ])('tells people from places and things: %s', (title, content, isPerson) => {
    const json = JSON.stringify({ entries: { 0: entry(0, [title], title, content) } });
    expect(names(reading(readWorldBook(json)!))).toEqual(isPerson ? [`${title} 0`] : []);
  });

  it('reads a lorebook of a card', () => {
    const data = {
      name: 'Quay',
      entries: [{ keys: ['Ada'], content: 'Ada is a woman of sixty.', enabled: true, insertion_order: 1 }],
    };
    expect(readWorldBook(JSON.stringify({ spec: 'lorebook_v3', data }))).toMatchObject({
      title: 'Quay',
      headings: [{ title: 'Ada' }],
    });
  });

  it('cuts a long title of an entry between characters', () => {
    const title = `${'灯'.repeat(59)}👩‍👩‍👧`;
    const json = JSON.stringify({ entries: { 0: entry(0, ['x'], title, '雾来了。', {}) } });
    expect(readWorldBook(json)!.headings[0]!.title).toBe('灯'.repeat(59));
  });

  it.each([
    '{}',
    '{"entries":[]}',
    '{"entries":{"a":1}}',
    '{"name":"Ada","description":"x"}',
    '{',
    '[1]',
    '{"entries":[{"date":"2024"}]}',
  ])('is none: %s', (json) => {
    expect(readWorldBook(json)).toBeNull();
  });
});
