import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { unknownMacros } from './known-macros.js';
import { macroRoom, seeded, settleMacros, settling } from './macros.js';

const settle = (text: string, random = () => 0) => settleMacros(text, { char: 'Nell', user: '小满', random });

describe('settling macros', () => {
  it.each([
    ['{{char}} greets {{user}}.', 'Nell greets 小满.'],
    ['{{Char}}/{{USER}}/<BOT>/<user>/<Char>', 'Nell/小满/Nell/小满/Nell'],
    ['{{user}}推门进来，{{char}}抬起头。', '小满推门进来，Nell抬起头。'],
    ['before{{// a note to myself about {{user}} }}after', 'beforeafter'],
    ['{{comment: hidden}}{{hidden_key:wood}}text', 'text'],
    ['{{roll:d6}} and {{roll:20}}', '1 and 1'],
    ['{{pick:left,right}}', 'left'],
    ['{{reverse:灯塔 ab}}', 'ba 塔灯'],
    ['{{original}} Be slow.', ' Be slow.'],
    ['{{comment: mood}}{{HIDDEN_KEY: x}}{{Roll:D6}}', '1'],
    ['{{random:{{random:a,b}} and {{char}},c}}', 'a and Nell'],
    ['{{random::{{pick::x::y}}::{{roll:6}}}}', 'x'],
    ['{{reverse:{{user}}!}}', '!满小'],
    ['{{// of {{user}} and {{random:a,b}} }}text', 'text'],
    ['one{{newline}}two{{noop}}', 'one\ntwo'],
    ['one\n\n{{trim}}\n\ntwo', 'onetwo'],
    ['{{roll:2d6+3}} {{roll::1d20 - 1}}', '5 0'],
    ['{{setvar::mood::{{random:calm,wild}}}}{{char}} is {{getvar::mood}}.{{getvar::none}}', 'Nell is calm.'],
    ['{{setvar::n::2}}{{addvar::n::3}}{{incvar::n}}/{{decvar::n}}/{{getglobalvar::n}}', '6/5/5'],
    ['{{{char}}} {"a":{"b":{{char}}}}', '{Nell} {"a":{"b":Nell}}'],
    ['{{unheard of {{user}} }} {{persona}}', '{{unheard of 小满 }} {{persona}}'],
    ['{{ open {{char}}', '{{ open Nell'],
  ])('%s', (text, settled) => {
    expect(settle(text)).toBe(settled);
  });

  it('tells date and time where it is known, in the words of a language', () => {
    const at = new Date('2026-03-02T14:05:00Z');
    const told = (language: 'en' | 'zh') =>
      settleMacros('{{date}}|{{time}}|{{weekday}}|{{isodate}}|{{isotime}}', {
        char: 'A',
        user: 'B',
        now: { at, timeZone: 'Asia/Shanghai', language },
      });
    expect(told('en')).toBe('March 2, 2026|10:05 PM|Monday|2026-03-02|22:05');
    expect(told('zh')).toBe('2026年3月2日|22:05|星期一|2026-03-02|22:05');
  });

  it('shares variables between texts that are settled together, within bounds', () => {
    const values = { char: 'A', user: 'B', variables: new Map<string, string>() };
    settleMacros('{{setvar::x::1}}', values);
    expect(settleMacros('{{getvar::x}}', values)).toBe('1');
    const doubling = '{{setvar::x::aaaaaaaaaa}}' + '{{setvar::x::{{getvar::x}}{{getvar::x}}}}'.repeat(100);
    expect(settleMacros(`${doubling}{{getvar::x}}`, values).length).toBeLessThan(200_000);
  });

  it('knows which macros are not known', () => {
    expect(
      unknownMacros(
        '{{char}} {{Persona}} {{ idle_duration }} {{random:{{lastMessage}},b}} {{// x}} {{user}}',
      ),
    ).toEqual(['Persona', 'idle_duration', 'lastMessage']);
  });

  it('picks once from a random, with names and escaped commas in it', () => {
    const text = '{{random:one, {{user}} waves ,two\\, three}}';
    expect(settle(text, () => 0)).toBe('one');
    expect(settle(text, () => 0.5)).toBe('小满 waves');
    expect(settle(text, () => 0.999)).toBe('two, three');
    expect(settle('{{random::a, b::c}}', () => 0.2)).toBe('a, b');
    expect(settle('{{RANDOM:春,秋}}', () => 0.9)).toBe('秋');
  });

  it('picks as if all options were listed, however many there are', () => {
    const options = fc.array(fc.stringMatching(/^[a-c\\ :,]{0,4}$/), { minLength: 1, maxLength: 6 });
    const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(options, chance, (list, random) => {
        const commas = list.join(',');
        fc.pre(!commas.startsWith(':'));
        const parted = commas.split(/(?<!\\),/).map((option) => option.replaceAll('\\,', ',').trim());
        expect(settle(`{{random:${commas}}}`, () => random)).toBe(parted[Math.floor(random * parted.length)]);
        const colons = list.join('::');
        const others = colons.split('::');
        expect(settle(`{{pick::${colons}}}`, () => random)).toBe(others[Math.floor(random * others.length)]);
      }),
    );
    expect(settle(`{{random:${'a,'.repeat(1_000_000)}b}}`, () => 0.9999999)).toBe('b');
  });

  it('leaves what it does not know', () => {
    for (const text of [
      '{{time}}',
      '{{char',
      'user}}',
      '{{}}',
      '{ {char} }',
      '<b>',
      '{{roll:0}}',
      '{{random}}',
    ]) {
      expect(settle(text)).toBe(text);
    }
  });

  it('does not look for macros in names', () => {
    const names = { char: '{{user}}', user: 'a,{{char}}', random: () => 0 };
    expect(settleMacros('{{char}} {{user}} {{random:{{user}},x}}', names)).toBe(
      '{{user}} a,{{char}} a,{{char}}',
    );
  });

  it('leaves text without braces and brackets alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replace(/[{}<>]/g, '');
        expect(settle(plain)).toBe(plain);
      }),
    );
  });

  it.each(['{{', '{{a', '{{{', '{{{{char}}', '{{random:{{char}}', '{{ ', '<bot', '}}', '{{//', '\\,'])(
    'gets through a megabyte of %s',
    (piece) => {
      const text = `{{random:${piece.repeat((1 << 20) / piece.length)}`;
      expect(settle(text).length).toBeGreaterThan(0);
    },
  );
});

describe('macros of any length', () => {
  const values = { char: 'Ada', user: 'Kit' };

  it('reverse character by character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '灯', '\u{1F3EE}', '\ud83c', '\udfee', ' ') }),
        (text) => {
          expect(settleMacros(`{{reverse:${text}}}`, values)).toBe([...text].reverse().join(''));
        },
      ),
    );
    expect(settleMacros(`{{reverse:${'ab'.repeat(500_000)}}}`, values)).toBe('ba'.repeat(500_000));
  });

  it('choose one of their options, of which a comma behind a backslash parts none', () => {
    const option = fc.string({ unit: fc.constantFrom('a', '灯', '\\,', ' ', ':'), minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(option, { minLength: 1 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (options, chance) => {
          fc.pre(!options[0]!.startsWith(':'));
          const chosen = options[Math.floor(chance * options.length)]!.replaceAll('\\,', ',').trim();
          const macro = `{{random:${options.join(',')}}}`;
          expect(settleMacros(macro, { ...values, random: () => chance })).toBe(chosen);
        },
      ),
    );
    const many = `{{random::${'a::'.repeat(300_000)}b}}`;
    expect(settleMacros(many, { ...values, random: () => 0.9999999 })).toBe('b');
  });

  it('let a text grow to about twice its length, and leave names beyond that', () => {
    const text = '<BOT>'.repeat(10_000);
    const settled = settleMacros(text, { char: '名'.repeat(200), user: 'U' });
    expect(settled.length).toBeLessThan(2 * text.length + 66_000);
    expect(settled).toMatch(/^名{200}/);
    expect(settled).toMatch(/<BOT>$/);
    expect(settleMacros(text, { char: 'Al', user: 'U' })).toBe('Al'.repeat(10_000));
    const [room, short] = [macroRoom(), '<BOT>'.repeat(20)];
    let length = 0;
    for (let n = 0; n < 10_000; n++)
      length += settleMacros(short, { char: '名'.repeat(200), user: 'U', room }).length;
    expect(length).toBeLessThan(2 * 10_000 * short.length + 66_000);
  });

  it.each([
    ['{{random:a,b}}', 'a'],
    ['{{time}}', '{{time}}'],
    ['<BOT>', 'Ada'],
    ['{{// x}}', ''],
  ])('are settled with a rest after each %s, within others, too', (macro, settled) => {
    for (const [before, after] of [
      ['', ''],
      ['{{random: x', '}}'],
    ] as const) {
      if (before && !macro.startsWith('<')) continue;
      let rests = 0;
      const work = settling(`${before}${macro.repeat(1000)}${after}`, { ...values, random: () => 0 });
      let step = work.next();
      for (; !step.done; step = work.next()) rests++;
      expect(rests).toBeGreaterThanOrEqual(1000);
      expect(step.value).toBe((before && 'x') + settled.repeat(1000));
    }
  });

  it('draw the numbers of a seed, however long it is and however many are drawn', () => {
    const drawn = (seed: string, n: number) =>
      createHash('sha256').update(`${seed}\n${n}`).digest().readUInt32BE(0) / 2 ** 32;
    const long = 'seed '.repeat(200_000);
    const [one, other] = [seeded('a'), seeded(long)];
    expect([one(), one(), one()]).toEqual([0, 1, 2].map((n) => drawn('a', n)));
    for (let n = 0; n < 60_000; n++) other();
    expect(other()).toBe(drawn(long, 60_000));
  });
});
