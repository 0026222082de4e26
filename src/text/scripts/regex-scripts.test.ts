import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RegexScript } from '../../contracts/regex-script.js';
import { atOnce } from '../search/slices.js';
import { scripted, scriptLosses, settledScripts } from './regex-scripts.js';

const SCRIPT: RegexScript = {
  name: 'One',
  find: '/a/g',
  replace: 'b',
  trim: [],
  places: ['user', 'reply'],
  shown: false,
  sent: false,
  minDepth: null,
  maxDepth: null,
  onEdit: false,
  macros: 'none',
  on: true,
};

const NAMES: Record<string, string> = { '{{char}}': 'Ada (the 1st)', '{{user}}': 'Bo' };
const settle = (text: string, escape = (value: string) => value) =>
  text.replace(/\{\{\w+\}\}/g, (macro) => (NAMES[macro] ? escape(NAMES[macro]) : macro));
const settled = (...scripts: Partial<RegexScript>[]) =>
  settledScripts(
    scripts.map((script) => ({ ...SCRIPT, ...script })),
    settle,
  );
const stored = (text: string, ...scripts: Partial<RegexScript>[]) =>
  atOnce(scripted(text, settled(...scripts), 'reply', { as: 'stored' }));
const lossesOf = (script: Partial<RegexScript>) => scriptLosses([{ ...SCRIPT, ...script }]).get(0) ?? [];

describe('scripted', () => {
  it('replaces the first match, or with g all of them', () => {
    expect(stored('banana', {})).toBe('bbnbnb');
    expect(stored('banana', { find: '/a/' })).toBe('bbnana');
    expect(stored('banana', { find: 'a' })).toBe('bbnana');
    expect(stored('BANANA', { find: '/a/gi' })).toBe('BbNbNb');
    expect(stored('banana', { find: '/a/y' })).toBe('banana');
    expect(stored('say /a/y now', { find: '/a/y' })).toBe('say b now');
    expect(stored('banana', { find: '/a/x' })).toBe('banana');
  });

  it('puts groups, names and the whole match where they are asked for, without what is trimmed', () => {
    expect(stored('x=1', { find: '(\\w)=(\\d)', replace: '$2=$1; $0; {{match}}; $3' })).toBe(
      '1=x; x=1; x=1; ',
    );
    expect(stored('x=1', { find: '(?<key>\\w)=', replace: '[$<key>$<none>]' })).toBe('[x]1');
    expect(stored('"a-b-c"', { find: '"(.*)"', replace: '$1', trim: ['-', 'c'] })).toBe('ab');
    expect(stored('cost $5', { find: 'cost', replace: '$$ $x' })).toBe('$$ $x $5');
  });

  it('settles macros in what is put there, and in what is looked for where that is asked', () => {
    expect(stored('x', { find: 'x', replace: '{{char}}' })).toBe('Ada (the 1st)');
    expect(stored('Bo', { find: '{{user}}', replace: '!' })).toBe('Bo');
    expect(stored('Bo Bo', { find: '{{user}}', replace: '!', macros: 'raw' })).toBe('! Bo');
    expect(stored('Ada (the 1st)', { find: '{{char}}', replace: '!', macros: 'raw' })).toBe('Ada (the 1st)');
    expect(stored('Ada (the 1st)', { find: '{{char}}', replace: '!', macros: 'escaped' })).toBe('!');
    expect(stored('"Bo"', { find: '"(.*)"', replace: '<$1>', trim: ['{{user}}'] })).toBe('<>');
  });

  it('runs one script after another, those that are on, on whose text they are for', () => {
    expect(stored('a', {}, { find: 'b', replace: 'c' })).toBe('c');
    expect(stored('a', { on: false })).toBe('a');
    expect(stored('a', { places: ['user'] })).toBe('a');
    const scripts = settled({ places: ['lore'], sent: true });
    expect(atOnce(scripted('a', scripts, 'lore', { as: 'sent' }))).toBe('b');
    expect(atOnce(scripted('a', scripts, 'reply', { as: 'sent' }))).toBe('a');
  });

  it('keeps what is stored, sent and shown apart', () => {
    const three = settled(
      { find: 'stored' },
      { find: 'sent', sent: true },
      { find: 'shown', shown: true },
      { find: 'both', sent: true, shown: true },
    );
    const text = 'stored sent shown both';
    const as = (use: Parameters<typeof scripted>[3]) => atOnce(scripted(text, three, 'reply', use));
    expect(as({ as: 'stored' })).toBe('b sent shown both');
    expect(as({ as: 'sent' })).toBe('stored b shown b');
    expect(as({ as: 'shown', depth: 3 })).toBe('stored sent b b');
  });

  it('changes what a person edited only where a script says so', () => {
    const edited = (onEdit: boolean) =>
      atOnce(scripted('a', settled({ onEdit }), 'user', { as: 'stored', edited: true }));
    expect([edited(true), edited(false)]).toEqual(['b', 'a']);
  });

  it('knows depth in what is shown', () => {
    const shown = (script: Partial<RegexScript>, depth: number) =>
      atOnce(scripted('a', settled({ shown: true, ...script }), 'reply', { as: 'shown', depth }));
    expect([0, 2, 3].map((depth) => shown({ minDepth: 2 }, depth))).toEqual(['a', 'b', 'b']);
    expect([0, 2, 3].map((depth) => shown({ maxDepth: 2 }, depth))).toEqual(['b', 'b', 'a']);
    expect(shown({ minDepth: -2, maxDepth: -1 }, 9)).toBe('b');
  });

  it('sends a message the same at every turn, or as it is', () => {
    const sent = (script: Partial<RegexScript>, place: 'user' | 'reply' | 'lore') =>
      atOnce(
        scripted('a', settled({ sent: true, places: ['user', 'reply', 'lore'], ...script }), place, {
          as: 'sent',
        }),
      );
    expect(['user', 'reply', 'lore'].map((place) => sent({ minDepth: 1 }, place as 'user'))).toEqual([
      'a',
      'b',
      'b',
    ]);
    expect(sent({ minDepth: 2 }, 'reply')).toBe('a');
    expect(sent({ maxDepth: 3 }, 'reply')).toBe('a');
    expect(sent({ minDepth: 0 }, 'user')).toBe('b');
  });

  it('leaves a text as it is where an expression would take too long', () => {
    const text = 'a'.repeat(20_000);
    expect(stored(text, { find: '/a.*?z|a/g' })).toBe(text);
    expect(stored('a'.repeat(500), { find: '/(a+)+$/' })).toBe('b');
    expect(stored('a'.repeat(500), { find: '/a/g', replace: 'b'.repeat(100_000) })).toBe('a'.repeat(500));
  });

  it('leaves a text as it is that would become far longer, or be gone over without end', () => {
    const text = 'banana '.repeat(8000);
    const all = { find: '/^.*$/s' };
    expect(stored(text, { ...all, replace: '$0$0' })).toBe(text + text);
    expect(stored(text, { ...all, replace: '$0'.repeat(20_000) })).toBe(text);
    expect(stored(text, { ...all, replace: '$0'.repeat(20_000), trim: ['banana ', 'none'] })).toBe('');
    const trim = Array.from({ length: 5000 }, (_, n) => `n${n}`);
    expect(stored(text, { ...all, replace: '$0!', trim })).toBe(text);
    const short = 'a banana';
    expect(stored(short, { find: '/banana/g', replace: '$0'.repeat(2000), trim })).toHaveLength(12_002);
  });

  it('shows what is HTML as text', () => {
    const shown = (replace: string) =>
      atOnce(scripted('x', settled({ find: 'x', shown: true, replace }), 'reply', { as: 'shown', depth: 0 }));
    expect(shown('<b>Mood</b>:&nbsp;<span style="color:red">$0</span><br>next')).toBe('**Mood**: x\nnext');
    expect(shown('<!-- no --><ul><li>a</li><li>b</li></ul> 1 < 2 <own>')).toBe('\n\n- a\n- b\n 1 < 2 <own>');
    expect(shown('<style>p{}</style>')).toBe('x');
  });

  it('finds and replaces what JavaScript does', () => {
    const atoms = [
      'a',
      'b',
      '.',
      '\\s',
      '\\S',
      '\\d',
      '\\w',
      '[ab]',
      '[^a]',
      '\\n',
      '(a|b)',
      '(?:b|1)',
      '\\b',
      '^',
      '$',
    ];
    const pattern = fc
      .array(fc.tuple(fc.constantFrom(...atoms), fc.constantFrom('', '*', '+', '?', '*?', '+?', '{1,2}')), {
        minLength: 1,
        maxLength: 5,
      })
      .map((parts) =>
        parts.map(([atom, count]) => (/^(?:\^|\$|\\b)$/.test(atom) ? atom : atom + count)).join(''),
      );
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '1', ' ', '\u3000', '\n', '。', 'é'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(pattern, fc.constantFrom('', 'g', 'gi', 'gs', 'm'), text, (source, flags, said) => {
        const theirs = said.replace(
          new RegExp(source, flags),
          (...found) => `[${String(found[0])}|${String((typeof found[1] === 'string' && found[1]) || '')}]`,
        );
        expect(stored(said, { find: `/${source}/${flags}`, replace: '[$0|$1]' })).toBe(theirs);
      }),
      { numRuns: 2000 },
    );
  });

  it('says the same of a text whatever stands around its turn', () => {
    const scripts = settled(
      { sent: true, find: '/\\s+$/', replace: '' },
      { sent: true, find: '/(\\w)\\1?/g', replace: '$1' },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = atOnce(scripted(text, scripts, 'reply', { as: 'sent' }));
        expect(atOnce(scripted(text, scripts, 'reply', { as: 'sent' }))).toBe(once);
      }),
    );
  });
});

describe('scriptLosses', () => {
  it('tells what is not followed, and nothing of what is', () => {
    expect(lossesOf({})).toEqual([]);
    expect(lossesOf({ find: '(?<=a)b', shown: true, minDepth: 3 })).toEqual([]);
    expect(lossesOf({ find: 'a(?=b)' })).toEqual(['expression']);
    expect(lossesOf({ find: '(a)\\1' })).toEqual(['expression']);
    expect(lossesOf({ find: '/a/x' })).toEqual(['expression']);
    expect(lossesOf({ sent: true, minDepth: 4 })).toEqual(['depth']);
    expect(lossesOf({ sent: true, minDepth: 1, places: ['reply'] })).toEqual([]);
    expect(lossesOf({ places: ['reasoning'] })).toEqual(['place']);
    expect(lossesOf({ places: [] })).toEqual(['place']);
    expect(lossesOf({ shown: true, replace: '```html\n<body>' })).toEqual(['page']);
    const many = Array.from({ length: 101 }, () => ({ ...SCRIPT, replace: 'x'.repeat(700) }));
    expect(scriptLosses(many).get(0)).toBeUndefined();
    expect(scriptLosses(many).get(100)).toEqual(['too_many']);
    expect(scriptLosses(many).size).toBeGreaterThan(10);
  });
});
