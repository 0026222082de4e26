import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { titleOf } from '../../characters/lorebook/entry-title.js';
import { unrunOf } from '../../characters/lorebook/lorebook-expressions.js';
import { sheetSchema } from '../../contracts/sheet.js';
import { atOnce } from '../../text/search/slices.js';
import { activatable, entryId, type LorebookEntry } from './entries.js';
import { isPinnable } from './pinned-entries.js';
import type { ActivationContext } from './activations.js';
import type { LoreRoom } from './lore-room.js';
import { activated, prepareLorebook, renderActivated, activateLore } from './lorebook.js';
import { settling } from '../../text/macros.js';
import { renderSheet } from '../parts/sheet.js';

const entry = (keys: string[], content: string, more: Record<string, unknown> = {}) =>
  ({ keys, content, ...more }) as LorebookEntry;
const ready = (entries: readonly LorebookEntry[]) => {
  const unrun = atOnce(unrunOf(entries));
  return entries.map((one) => activatable(one, unrun));
};
const activatedBy = (
  entries: LorebookEntry[],
  said: ActivationContext,
  room: number,
  ofBook?: number,
  pinned: LorebookEntry[] = [],
) => atOnce(activateLore(ready(entries), said, { room, ofBook }, ready(pinned)));
const called = (entries: LorebookEntry[], text: string | ActivationContext, budget = 1000) =>
  activated(entries, typeof text === 'string' ? { messages: [text] } : text, budget).map(
    ({ content }) => content,
  );

describe('activated', () => {
  const isCalled = (keys: string[], text: string, more: Record<string, unknown> = {}) =>
    called([entry(keys, 'x', more)], text).length > 0;

  it('finds Latin keys as words, whatever their case', () => {
    expect(isCalled(['Elf'], 'I met an ELF.')).toBe(true);
    expect(isCalled(['dragon'], 'Two dragons')).toBe(false);
    expect(isCalled(['dragon'], 'the dragon’s egg')).toBe(true);
    expect(isCalled(['magic wood'], 'two magic woods')).toBe(true);
    expect(isCalled(['elf'], 'Look at yourself on the shelf')).toBe(false);
    expect(isCalled(['war'], 'a warm reward')).toBe(false);
    expect(isCalled(['Émile Zola'], 'and émile zola?')).toBe(true);
    expect(isCalled(['C++'], 'He knows C++.')).toBe(true);
    expect(isCalled(['elf'], '他是elf吗')).toBe(true);
  });

  it('finds Chinese keys anywhere', () => {
    expect(isCalled(['灯塔'], '你还记得旧灯塔下的事吗')).toBe(true);
    expect(isCalled(['灯塔'], '你还记得灯下的事吗')).toBe(false);
  });

  it.each([
    ['불꽃', '불꽃이 타오른다'],
    ['ດອກໄມ້', 'ຂ້ອຍມັກດອກໄມ້ຫຼາຍ'],
    ['ផ្កា', 'ខ្ញុំចូលចិត្តផ្កាណាស់'],
    ["king's road", 'on the king’s road'],
    ['king’s', "the king's men"],
    ['Émile', 'Was it E\u0301mile?'],
    ['E\u0301mile', 'Was it Émile?'],
    ['ＨＰ７', 'your hp7 is low'],
    ['hp7', '我的ＨＰ７不多了'],
    ['ｶﾞﾗｽ', 'ガラスの靴'],
  ])('finds %s in “%s”, however either is written', (key, text) => {
    expect(isCalled([key], text)).toBe(true);
    expect(isCalled([key], text.replaceAll(/\p{L}/gu, '_'))).toBe(false);
  });

  it('looks for expressions in what was said as it was said', () => {
    expect(isCalled(['/[！？]/'], '好！')).toBe(true);
    expect(isCalled(['/[！？]/'], '好!')).toBe(false);
  });

  it('minds the case where it is told to', () => {
    expect(isCalled(['Rose'], 'the rose', { case_sensitive: true })).toBe(false);
    expect(isCalled(['Rose'], 'with Rose', { case_sensitive: true })).toBe(true);
  });

  it('asks for a second key only where the entry is selective', () => {
    const keys = { secondary_keys: ['潮水', 'tide'] };
    expect(isCalled(['灯塔'], '灯塔', { ...keys, selective: true })).toBe(false);
    expect(isCalled(['灯塔'], '潮水漫过灯塔', { ...keys, selective: true })).toBe(true);
    expect(isCalled(['灯塔'], '灯塔', keys)).toBe(true);
    expect(isCalled(['灯塔'], '灯塔', { secondary_keys: [], selective: true })).toBe(true);
  });

  it.each<[string, string, boolean, Record<string, unknown>?]>([
    ['/elf|elves/i', 'The Elves came', true],
    ['/elf|elves/', 'The Elves came', false],
    ['/\\b(?:colou?r)\\b/i', 'what color', true],
    ['/\\belf\\b/', 'on the shelf', false],
    ['灯塔|码头', '在码头', true, { use_regex: true }],
    ['灯塔.{0,4}码头', '灯塔边的码头', true, { use_regex: true }],
    ['[\\u4e00-\\u9fa5]{2}塔', '旧灯塔', true, { use_regex: true }],
    ['/\\p{Script=Han}+/u', '灯', true],
    ['/St\\. Ives/', 'to St. Ives', true],
    ['ROSE', 'a rose', true, { use_regex: true }],
    ['ROSE', 'a rose', false, { use_regex: true, case_sensitive: true }],
    ['/^\\d+ gold$/m', 'He paid\n12 gold', true],
    ['/(?=a)a/', 'a', false],
    ['/(a)\\1/', 'aa', false],
    ['/(unclosed/', '(unclosed', false],
  ])('follows the expression %s on “%s”: %s', (key, text, found, more = {}) => {
    expect(isCalled([key], text, more)).toBe(found);
  });

  it('asks nothing but the expressions of an entry that is called by them', () => {
    const more = { use_regex: true, constant: true, selective: true, secondary_keys: ['never'] };
    expect(isCalled(['a.c'], 'abc', more)).toBe(true);
    expect(isCalled(['a.c'], 'b', more)).toBe(false);
  });

  it.each([
    '/(a+)+$/',
    '/(a|a)*b/',
    '/(x+x+)+y/',
    '/(.*a){20}/',
    '/a{1,1000}b{1,1000}c{1,1000}/',
    '/(((a{100}){100}){100})/',
  ])('is not held up by %s', (key) => {
    const entries = Array.from({ length: 300 }, (_, n) =>
      entry([`${key.slice(0, -1)}${'a'.repeat(n % 7)}/`], 'x'),
    );
    const text = `${'a'.repeat(4000)}${'x'.repeat(4000)}!`;
    expect(called(entries, text).length).toBeLessThanOrEqual(entries.length);
  });

  it('has constant entries always, disabled and empty ones never', () => {
    expect(isCalled([], 'anything', { constant: true })).toBe(true);
    expect(isCalled(['a'], 'a', { enabled: false, constant: true })).toBe(false);
    expect(called([entry(['key'], '@@depth 4\n')], 'key')).toEqual([]);
    expect(isCalled([''], '')).toBe(false);
  });

  it('keeps what matters most within its budget, in the order of insertion', () => {
    const long = (name: string) => `${name} ${'and so the tale goes on '.repeat(10)}`.trim();
    const entries = [
      entry(['k'], long('plain'), { insertion_order: 3 }),
      entry(['k'], long('dear'), { insertion_order: 2, priority: 10 }),
      entry([], long('always'), { insertion_order: 9, constant: true }),
      entry(['k'], 'short', { insertion_order: 1 }),
    ];
    expect(called(entries, 'k').map((text) => text.split(' ')[0])).toEqual([
      'short',
      'dear',
      'plain',
      'always',
    ]);
    expect(called(entries, 'k', 140).map((text) => text.split(' ')[0])).toEqual(['short', 'dear', 'plain']);
    expect(called(entries, 'k', 0)).toEqual([]);
  });

  it('searches a question and the reply before it, or as far back as book or entry say', () => {
    const messages = ['newest', 'lighthouse', 'tide', 'storm'];
    const found = (key: string, more: Record<string, unknown> = {}, scanDepth?: number, content = 'x') =>
      called([entry([key], content, more)], { messages, ...(scanDepth !== undefined && { scanDepth }) })
        .length > 0;
    expect([found('newest'), found('lighthouse'), found('tide')]).toEqual([true, true, false]);
    expect([found('tide', {}, 3), found('storm', {}, 3), found('newest', {}, 0)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(found('storm', { extensions: { scan_depth: 4 } }, 1)).toBe(true);
    expect(found('storm', {}, 1, '@@scan_depth 4\nx')).toBe(true);
    expect(found('lighthouse', {}, 3, '@@scan_depth 1\nx')).toBe(false);
  });

  it.each<[number, string, boolean]>([
    [0, 'a b', true],
    [0, 'a', false],
    [1, 'a b c', false],
    [1, 'a b', true],
    [2, 'a b', false],
    [2, 'a', true],
    [3, 'a b', false],
    [3, 'a b c', true],
  ])('asks for second keys in the way %d on “%s”: %s', (selectiveLogic, text, found) => {
    const more = { selective: true, secondary_keys: ['b', 'c'], extensions: { selectiveLogic } };
    expect(isCalled(['a'], text, more)).toBe(found);
  });

  it.each<[string, string, number, boolean]>([
    ['@@activate_only_after 3', 'key', 2, false],
    ['@@activate_only_after 3', 'key', 3, true],
    ['@@activate_only_every 2', 'key', 3, false],
    ['@@activate_only_every 2', 'key', 4, true],
    ['@@activate_only_every 0', 'key', 3, true],
    ['@@exclude_keys 雨, storm', 'key，下雨了', 0, false],
    ['@@exclude_keys 雨, storm', 'key', 0, true],
    ['@@additional_keys 雨, storm', 'key', 0, false],
    ['@@additional_keys 雨, storm', 'key in a storm', 0, true],
    ['@@activate', 'nothing', 0, true],
    ['@@dont_activate', 'key', 0, false],
    ['@@dont_activate\n@@activate', 'nothing', 0, true],
    ['@@activate_only_after 3\n@@activate_only_after 0', 'key', 0, false],
    ['@@unheard_of 1\n@@@other 2\n@@@dont_activate', 'key', 0, false],
    ['@@depth 4\n@@@dont_activate', 'key', 0, true],
    ['@@depth much\n@@@dont_activate', 'key', 0, false],
  ])('follows %j on “%s” after %d replies: %s', (decorators, text, replies, found) => {
    const entries = [entry(['key'], `${decorators}\n\nx`)];
    expect(called(entries, { messages: [text], replies })).toHaveLength(found ? 1 : 0);
  });

  it('lets those leave first that say so', () => {
    const entries = [
      entry([], `@@ignore_on_max_context\n${'long '.repeat(40)}`, { constant: true, priority: 9 }),
      entry(['k'], `short ${'long '.repeat(40)}`),
    ];
    expect(called(entries, 'k', 70)).toEqual([entries[1]!.content]);
  });

  it('takes whatever strangers write into a lorebook', () => {
    const anything = fc.record({
      keys: fc.array(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('/', '//i', '/\\/', '/|/', '/a??/')),
      ),
      content: fc.string(),
      secondary_keys: fc.jsonValue(),
      selective: fc.jsonValue(),
      insertion_order: fc.jsonValue(),
      priority: fc.jsonValue(),
      use_regex: fc.boolean(),
      case_sensitive: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(anything), fc.string({ unit: 'binary' }), (entries, text) => {
        const found = activated(entries as LorebookEntry[], { messages: [text] }, 500);
        expect(entries).toEqual(expect.arrayContaining(found));
      }),
    );
  });
});

describe('chance', () => {
  const maybe = entry(['x'], 'maybe', { extensions: { probability: 30, useProbability: true } });
  const told = (seed: string) => called([maybe], { messages: ['x'], seed }).length;

  it('falls as often as an entry says, and the same for the same message', () => {
    const seeds = Array.from({ length: 1000 }, (_, n) => `session ${n}`);
    const often = seeds.reduce((sum, seed) => sum + told(seed), 0);
    expect(often).toBeGreaterThan(240);
    expect(often).toBeLessThan(360);
    for (const seed of seeds.slice(0, 50)) expect(told(seed)).toBe(told(seed));
  });

  it('picks one of a group by weight', () => {
    const group = ['a', 'b', 'c'].map((name, n) =>
      entry(['x'], name, { extensions: { group: 'g', group_weight: [100, 300, 0][n] } }),
    );
    const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let n = 0; n < 400; n++) {
      const found = called(group, { messages: ['x'], seed: `${n}` });
      expect(found).toHaveLength(1);
      counts[found[0]!]!++;
    }
    expect(counts['c']).toBe(0);
    expect(counts['b']! / counts['a']!).toBeGreaterThan(2);
  });
});

describe('entries that call one another', () => {
  it('come to an end, in circles and in chains without one', () => {
    const chain = Array.from({ length: 2000 }, (_, n) => entry([`key${n}x`], `It names key${n + 1}x.`));
    const circle = [entry(['alpha'], 'beta'), entry(['beta'], 'alpha')];
    expect(called(circle, { messages: ['alpha'], recursive: true })).toEqual(['beta', 'alpha']);
    const found = called(chain, { messages: ['key0x'], recursive: true }, 100_000);
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThan(40);
  });

  it('do so in a book that SillyTavern wrote, as there, unless the book says otherwise', () => {
    const own = entry(['x'], 'y', { extensions: { exclude_recursion: false } });
    const recursive = (book: object) =>
      atOnce(prepareLorebook(sheetSchema.parse({ lorebook: book }), false)).recursive;
    expect(recursive({ entries: [own] })).toBe(true);
    expect(recursive({ entries: [own], recursive_scanning: false })).toBe(false);
    expect(recursive({ entries: [entry(['x'], 'y')] })).toBe(false);
  });

  it('do so where they stand in the pinned part, too', () => {
    const pinned = [entry(['x'], 'It names alpha.')];
    const tail = [entry(['alpha'], '@@depth 2\nIn the tail.')];
    expect(activatedBy(tail, { messages: ['x'], recursive: true }, 1000, Infinity, pinned).activated).toEqual(
      tail,
    );
    expect(activatedBy(tail, { messages: ['y'], recursive: true }, 1000, Infinity, pinned).activated).toEqual(
      [],
    );
  });
});

describe('why entries are told', () => {
  it('names the key and where it was found, what else called them, and why others are not told', () => {
    const named = (name: string, keys: string[], content: string, more: Record<string, unknown> = {}) =>
      entry(keys, content, { name, ...more });
    const group = { group: 'g', group_weight: 0 };
    const entries = [
      named('said', ['heron', 'Rope'], 'It names the bell.'),
      named('before', ['/mi+st/'], 'x'),
      named('by', ['bell'], 'x'),
      named('always', [], 'x', { constant: true }),
      named('on', ['never'], 'x', { extensions: { sticky: 9 } }),
      named('first', ['rope'], 'x', { extensions: { ...group, group_weight: 100 } }),
      named('second', ['rope'], 'x', { extensions: group }),
      named('unlucky', ['rope'], 'x', { extensions: { probability: 0 } }),
      named('large', ['rope'], 'long '.repeat(400)),
      named('marked', [], '@@activate\nx'),
    ];
    const said = {
      messages: ['the rope', 'in the mist'],
      seqs: [8, 7],
      place: 8,
      recursive: true,
      activatedAt: new Map([[entryId(entries[4]!), 6]]),
    };
    const { reasons } = activatedBy(entries, said, 300);
    expect(Object.fromEntries(reasons.map(({ name, ...reason }) => [name, reason]))).toEqual({
      said: { outcome: 'told', why: 'key', key: 'Rope', seq: 8 },
      before: { outcome: 'told', why: 'key', key: '/mi+st/', seq: 7 },
      by: { outcome: 'told', why: 'key', key: 'bell', by: 'said' },
      always: { outcome: 'told', why: 'constant' },
      on: { outcome: 'told', why: 'sticky' },
      first: { outcome: 'told', why: 'key', key: 'rope', seq: 8 },
      second: { outcome: 'group', why: 'key', key: 'rope', seq: 8 },
      unlucky: { outcome: 'chance', why: 'key', key: 'rope', seq: 8 },
      large: { outcome: 'no_room', why: 'key', key: 'rope', seq: 8 },
      marked: { outcome: 'told', why: 'constant' },
    });
  });
});

describe('what there is no room for', () => {
  const long = 'and so the tale goes on '.repeat(30);
  const entries = [
    entry(['x'], `one ${long}`, { name: 'One' }),
    entry(['x'], `two ${long}`, { extensions: { ignore_budget: true } }),
    entry(['x'], 'three', { insertion_order: 1 }),
  ];

  it('is named, and only what was told is remembered', () => {
    const sticky = entries.map((one) => ({
      ...one,
      extensions: { ...(one['extensions'] as object), sticky: 2 },
    }));
    const { activated: told, leftOut, remember } = activatedBy(sticky, { messages: ['x'] }, 300, 100);
    expect(told.map(({ content }) => content.split(' ')[0])).toEqual(['two', 'three']);
    expect(leftOut.map(titleOf)).toEqual(['One']);
    expect(remember).toEqual(told.map(entryId));
    const again = activatedBy(
      sticky,
      { messages: ['y'], place: 4, activatedAt: new Map([[entryId(sticky[2]!), 3]]) },
      300,
    );
    expect(again.activated).toEqual([sticky[2]]);
    expect(again.remember).toEqual([]);
  });
});

describe('a book whose budget stops at the first that has no room', () => {
  const long = 'and so the tale goes on '.repeat(10);
  const entries = [
    entry(['x'], `short x`, { insertion_order: 5 }),
    entry(['x'], `large ${long}`, { insertion_order: 4 }),
    entry(['x'], 'small', { insertion_order: 3 }),
    entry(['x'], `free ${long}`, { insertion_order: 2, extensions: { ignore_budget: true } }),
    entry(['tale'], 'called', { insertion_order: 1 }),
  ];
  const told = (room: LoreRoom) =>
    atOnce(activateLore(ready(entries), { messages: ['x'], recursive: true }, room)).activated.map(
      ({ content }) => content.split(' ')[0],
    );

  it('tells those before it, and those that ask not to be counted, and calls no more', () => {
    expect(told({ room: 40, beyond: 400, stops: true })).toEqual(['free', 'short']);
    expect(told({ room: 40, beyond: 400 })).toEqual(['free', 'small', 'short']);
    expect(told({ room: 40, stops: true })).toEqual(['short']);
    expect(told({ room: 400, stops: true })).toEqual(['called', 'free', 'small', 'large', 'short']);
  });

  it('tells what is told on from before first', () => {
    const on = [entry(['y'], `on ${long}`, { extensions: { sticky: 5 } }), ...entries.slice(0, 1)];
    const said = { messages: ['x'], place: 4, activatedAt: new Map([[entryId(on[0]!), 2]]) };
    const { activated: found } = atOnce(activateLore(ready(on), said, { room: 80, stops: true }));
    expect(found.map(({ content }) => content.split(' ')[0])).toContain('on');
  });
});

describe('renderActivated', () => {
  it('says what the entries say, macros settled, without decorators', () => {
    const entries = [entry([], '@@depth 4\n@@role system\n{{user}} owns it.'), entry([], 'A tower.')];
    const settle = (text: string) => settling(text, { char: 'Ilse', user: 'Kim' });
    const rendered = (...args: Parameters<typeof renderActivated>) => atOnce(renderActivated(...args));
    expect(rendered(entries, settle, 'en')).toBe(
      '<lorebook>\nThis belongs here, too:\nKim owns it.\nA tower.\n</lorebook>',
    );
    expect(rendered(entries, settle, 'zh')).toBe(
      '<lorebook>\n此处还应知道：\nKim owns it.\nA tower.\n</lorebook>',
    );
    expect(rendered([], settle, 'zh')).toBe('');
  });
});

describe('the lorebook in the pinned part', () => {
  const sheet = sheetSchema.parse({
    language: 'zh',
    lorebook: {
      entries: [
        { keys: ['a'], content: '@@role system\n灯塔建于明代。' },
        { keys: ['d'], content: '@@depth 2\n说到才有。' },
        { keys: ['e'], content: '@@dont_activate\n从来没有。' },
        { keys: ['b'], content: '不必说的事', enabled: false },
        { keys: ['c'], content: '{{char}}怕水。' },
      ],
    },
  });
  const render = (pinned: boolean) =>
    atOnce(
      renderSheet(
        { name: '阮青', sheet },
        { name: '林', description: '' },
        (text) => settling(text, { char: '阿青', user: 'K' }),
        pinned,
      ),
    );

  it('stands there whole, without decorators', () => {
    expect(render(true)).toContain('## 还应知道\n灯塔建于明代。\n\n阿青怕水。');
    expect(render(true)).not.toMatch(/@@|不必说的事|说到才有|从来没有/);
    expect(sheet.lorebook!.entries.map((one) => isPinnable(one, false))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('stands where its entries ask, in their order', () => {
    const entries = [
      { keys: [], content: '@@position scenario\nS.' },
      { keys: [], content: '@@position before_desc\nB.' },
      { keys: [], content: '@@position personality\nP.' },
      { keys: [], content: 'Second.', insertion_order: 2 },
      { keys: [], content: 'First.', insertion_order: 1 },
      { keys: [], content: 'Ahead.', position: 'before_char' },
    ];
    const identity = [{ id: 'i', text: 'A ferryman.', kind: 'invented', citations: [] }];
    const whole = sheetSchema.parse({ identity, scenario: 'Fog.', lorebook: { entries } });
    const order = (of: typeof whole) =>
      atOnce(
        renderSheet({ name: 'Ilse', sheet: of }, { name: 'K', description: '' }, (text) =>
          settling(text, { char: 'Ilse', user: 'K' }),
        ),
      ).match(/(?<=\n)(Ahead|B|- A ferryman|P|First|Second|Fog|S)\.(?=\n|$)/g);
    expect(order(whole)).toEqual(['Ahead.', 'B.', '- A ferryman.', 'P.', 'First.', 'Second.', 'Fog.', 'S.']);
    expect(order({ ...whole, identity: [], scenario: '' })).toEqual([
      'Ahead.',
      'First.',
      'Second.',
      'B.',
      'P.',
      'S.',
    ]);
  });

  it.each([
    [{ probability: 50 }, false],
    [{ probability: 50, useProbability: false }, true],
    [{ group: 'g' }, false],
    [{ cooldown: 2 }, false],
    [{ delay: 2 }, false],
    [{ sticky: 2 }, true],
    [{ position: 4 }, false],
    [{ position: 1, delay_until_recursion: true }, true],
    [{ selectiveLogic: 2 }, false],
    [{ selectiveLogic: 3 }, true],
  ])('has an entry with %j: %s', (extensions, stands) => {
    expect(isPinnable(entry(['a'], 'x', { selective: true, secondary_keys: ['b'], extensions }), false)).toBe(
      stands,
    );
  });

  it('has what a decorator always tells, but where chance, groups or pauses have a say', () => {
    const stands = (extensions: object) => isPinnable(entry(['a'], '@@activate\nx', { extensions }), true);
    expect([{}, { position: 4 }, { selectiveLogic: 2 }, { sticky: 2 }].map(stands)).not.toContain(false);
    expect([{ probability: 50 }, { group: 'g' }, { cooldown: 2 }, { delay: 2 }].map(stands)).not.toContain(
      true,
    );
  });

  it('has only what is always told where its keys are followed', () => {
    const constant = { keys: [], content: '常在。', constant: true };
    const byKeys = sheetSchema.parse({
      lorebook: { entries: [...sheet.lorebook!.entries, constant] },
      lorebookByKeys: true,
    });
    const book = atOnce(
      renderSheet({ name: 'A', sheet: byKeys }, { name: 'B', description: '' }, (text) =>
        settling(text, { char: 'A', user: 'B' }),
      ),
    );
    expect(book).toContain('常在');
    expect(book).not.toMatch(/灯塔|怕水/);
    const lore = atOnce(prepareLorebook(byKeys, true));
    expect(lore.entries.map(({ marks }) => marks.content)).toContain('灯塔建于明代。');
    expect(lore.pinnedTokens).toBeGreaterThan(0);
  });

  it('or not at all', () => {
    expect(render(false)).not.toMatch(/还应知道|灯塔|怕水/);
  });
});

describe('what else an entry is looked for in', () => {
  const entry = (extensions: object) => ({ keys: ['lamp'], content: 'It burns.', extensions });
  const told = (extensions: object, sources: object, sheet: object = {}) => {
    const book = { entries: [entry(extensions)] };
    const lore = atOnce(prepareLorebook({ lorebook: book, lorebookByKeys: true, ...sheet }, false));
    const said = { messages: ['Hello.'], sources: { ...lore.sources, ...sources } };
    return atOnce(activateLore(lore.entries, said, { room: 1000 })).activated.length;
  };
  const scenario = 'A lamp in the fog.';

  it('is what it asks for, of the sheet and the persona', () => {
    expect(told({ match_scenario: true }, {}, { scenario })).toBe(1);
    expect(told({ match_creator_notes: true }, {}, { scenario })).toBe(0);
    expect(told({}, { persona: scenario }, { scenario })).toBe(0);
    expect(told({ match_persona_description: true }, { persona: scenario })).toBe(1);
    expect(told({ match_persona_description: true, scan_depth: 0 }, { persona: scenario })).toBe(0);
    const depthPrompt = { text: scenario, depth: 4 };
    expect(told({ match_character_depth_prompt: true }, {}, { depthPrompt })).toBe(1);
  });
});
