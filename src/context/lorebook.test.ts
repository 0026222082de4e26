import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sheetSchema } from '../characters/sheet.js';
import { activated, type Entry, renderActivated } from './lorebook.js';
import { renderPinned } from './pinned.js';

const entry = (keys: string[], content: string, more: Record<string, unknown> = {}) =>
  ({ keys, content, ...more }) as Entry;
const called = (entries: Entry[], text: string, budget = 1000) =>
  activated(entries, text, budget).map(({ content }) => content);

describe('activated', () => {
  const isCalled = (keys: string[], text: string, more: Record<string, unknown> = {}) =>
    called([entry(keys, 'x', more)], text).length > 0;

  it('finds Latin keys as words, whatever their case, in the plural too', () => {
    expect(isCalled(['Elf'], 'I met an ELF.')).toBe(true);
    expect(isCalled(['dragon'], 'Two dragons, and the dragon’s egg')).toBe(true);
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

  it('follows regular expressions that list words, and skips others', () => {
    expect(isCalled(['/elf|elves/i'], 'The Elves came')).toBe(true);
    expect(isCalled(['/elf|elves/'], 'The Elves came')).toBe(false);
    expect(isCalled(['/\\b(?:colou?r)\\b/i'], 'what color')).toBe(true);
    expect(isCalled(['灯塔|码头'], '在码头', { use_regex: true })).toBe(true);
    expect(isCalled(['/St\\. Ives/'], 'to St. Ives')).toBe(true);
    expect(isCalled(['/(a+)+$/', '/.*/', '/[a-z]/', '/(?=a)/'], 'aaaa a')).toBe(false);
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
    expect(called(entries, 'k', 140).map((text) => text.split(' ')[0])).toEqual(['short', 'dear', 'always']);
    expect(called(entries, 'k', 0)).toEqual([]);
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
        const found = activated(entries as Entry[], text, 500);
        expect(entries).toEqual(expect.arrayContaining(found));
      }),
    );
  });
});

describe('renderActivated', () => {
  it('says what the entries say, macros settled, without decorators', () => {
    const entries = [entry([], '@@depth 4\n@@role system\n{{user}} owns it.'), entry([], 'A tower.')];
    const settle = (text: string) => text.replaceAll('{{user}}', 'Kim');
    expect(renderActivated(entries, settle, 'en')).toBe(
      '<lorebook>\nThis belongs here, too:\nKim owns it.\nA tower.\n</lorebook>',
    );
    expect(renderActivated(entries, settle, 'zh')).toBe(
      '<lorebook>\n此处还应知道：\nKim owns it.\nA tower.\n</lorebook>',
    );
    expect(renderActivated([], settle, 'zh')).toBe('');
  });
});

describe('the lorebook in the pinned part', () => {
  const sheet = sheetSchema.parse({
    language: 'zh',
    lorebook: {
      entries: [
        { keys: ['a'], content: '@@depth 4\n灯塔建于明代。' },
        { keys: ['b'], content: '不必说的事', enabled: false },
        { keys: ['c'], content: '{{char}}怕水。' },
      ],
    },
  });
  const render = (pinned: boolean) =>
    renderPinned(
      { name: '阮青', sheet },
      { name: '林', description: '' },
      (text) => text.replaceAll('{{char}}', '阿青'),
      pinned,
    );

  it('stands there whole, without decorators', () => {
    expect(render(true)).toContain('## 还应知道\n灯塔建于明代。\n\n阿青怕水。');
    expect(render(true)).not.toMatch(/@@|不必说的事/);
  });

  it('or not at all', () => {
    expect(render(false)).not.toMatch(/还应知道|灯塔|怕水/);
  });
});
