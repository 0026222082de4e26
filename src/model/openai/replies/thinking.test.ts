import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ThinkingHabit, ThinkingSplitter, withoutThinking } from './thinking.js';

/** What is told of a reply in the end. */
function split(pieces: string[], { cut = false, habit }: { cut?: boolean; habit?: ThinkingHabit } = {}) {
  let text = '';
  let blocks: string[] = [];
  const splitter = new ThinkingSplitter(
    {
      say: (said) => (text += said),
      beginThinking: () => blocks.push(''),
      think: (thought) => (blocks[blocks.length - 1] += thought),
      wasThought: (said) => {
        expect(said).toBe(text);
        blocks.push(text);
        text = '';
      },
      wasSaid: (said) => {
        text = said;
        blocks = blocks.slice(0, -1);
      },
    },
    habit,
  );
  for (const piece of pieces) splitter.push(piece);
  splitter.end(cut);
  return { text, thoughts: blocks.map((block) => block.trim()).filter(Boolean) };
}

describe('thinking in the text of a reply', () => {
  it.each<[string, string, string[]]>([
    ['Hello.', 'Hello.', []],
    ['<think>They greet me.</think>\n\nHello.', 'Hello.', ['They greet me.']],
    ['\n <think></think>你好。', '你好。', []],
    ['<thinking>\nHm.\n</thinking>\nHello.', 'Hello.', ['Hm.']],
    ['<Think>Hm.</Think>Hello.', 'Hello.', ['Hm.']],
    ['[THINK]Hm. [1][/THINK]Hello.', 'Hello.', ['Hm. [1]']],
    ['◁think▷Hm.◁/think▷Hello.', 'Hello.', ['Hm.']],
    ['<seed:think>Hm.</seed:think>Hello.', 'Hello.', ['Hm.']],
    ['<think>a</think>\n<think>b</think>\nHello.', 'Hello.', ['a', 'b']],
    ['<think>a</think>Hello. <think>b</think>Bye.', 'Hello. Bye.', ['a', 'b']],
    ['Hello.\n\n<think>\nMore?\n</think>\n\nAnd bye.', 'Hello.\n\nAnd bye.', ['More?']],
    ['She greets me.\nKindly.\n</think>\n\nHello.', 'Hello.', ['She greets me.\nKindly.']],
    ['She greets me.</think>Hello.', 'Hello.', ['She greets me.']],
    ['她在问候我</think>\n\n你好。', '你好。', ['她在问候我']],
    ['</think>\n\nHello.', 'Hello.', []],
    ['<think>endless', '', ['endless']],
    ['', '', []],
  ])('%j', (whole, text, thoughts) => {
    expect(split([whole])).toEqual({ text, thoughts });
    expect(split(Array.from(whole))).toEqual({ text, thoughts });
  });

  it.each([
    '  Hello. <think>no</think>',
    '<thinkpad> is what it says.',
    '<thi',
    'I type `<think>` and then `</think>`.\nDone.',
    '```xml\n<think>\nHm.\n</think>\n```\nThat is how it looks.',
    '~~~\nHm.\n</think>\n~~~\nDone.',
    '“</think>” he reads aloud.\n“What is that?”',
    'She says: "<think> is a tag, </think> closes it."\nThen she laughs.',
    '“<think>是什么？”她问，“</think>又是什么？”',
    'The one that closes it is </think> and no other.',
    'It begins with\n<think>\nand goes on for ever.',
    'Hello.\n</think>',
    'a <b>bold</b> 1 < 2 </i> <',
  ])('leaves %j alone', (whole) => {
    expect(split([whole])).toEqual({ text: whole, thoughts: [] });
    expect(split(Array.from(whole))).toEqual({ text: whole, thoughts: [] });
  });

  it('that was cut for its length is thinking, closed or not', () => {
    const whole = 'Hello.\n<think>\nIs there mo';
    expect(split([whole], { cut: true })).toEqual({ text: 'Hello.\n', thoughts: ['Is there mo'] });
    expect(split(['<think>a</think>', whole])).toEqual({ text: whole, thoughts: ['a'] });
  });

  it('is expected of a model whose template opened it before, until it does not come', () => {
    const habit = { openedUnseen: 0 };
    split(['Hm.\n</think>\nHello.'], { habit });
    expect(split(['Again.', '\n</think>\nHello'], { habit })).toEqual({
      text: 'Hello',
      thoughts: ['Again.'],
    });
    expect(split(['Again, and'], { habit, cut: true })).toEqual({ text: '', thoughts: ['Again, and'] });
    expect(split(['\nJust ', 'hello.'], { habit }).text.trim()).toBe('Just hello.');
    expect(habit).toEqual({ openedUnseen: 0 });
    split(['Hm.\n</think>\nHello.'], { habit });
    // Once is no habit: what was cut may as well be a reply.
    expect(split(['She nods, and'], { habit, cut: true })).toEqual({ text: 'She nods, and', thoughts: [] });
  });

  const part = fc.constantFrom(
    ...['<think>', '</think>', '<thinking>', '</thinking>', '<thi', 'nk>', '</', '[THINK]', '[/THINK]'],
    ...[' ', '\n', '\n\n', 'word', 'Word.', '好。', '<', '`', '```\n', '"', '“', '”'],
  );

  it('is told apart alike wherever the text is divided', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), fc.boolean(), (parts, cut) => {
        const whole = split([parts.join('')], { cut });
        expect(split(parts, { cut })).toEqual(whole);
        expect(split(Array.from(parts.join('')), { cut })).toEqual(whole);
      }),
      { numRuns: 3000 },
    );
  });

  it('never takes a word from a reply that only speaks of it', () => {
    const tag = fc.constantFrom('<think>', '</think>', '<thinking>', '</thinking>');
    const plain = fc.constantFrom(
      'She nods.',
      '*waits*',
      '“好的。”',
      'What now',
      '1 < 2',
      '<i>so</i>',
      '"Yes," he says.',
    );
    const mention = fc.oneof(
      fc.tuple(tag, tag).map(([a, b]) => `He types \`${a}\`, then \`${b}\`.`),
      fc.tuple(tag, tag).map(([a, b]) => `"${a} and ${b}," he says.`),
      fc.tuple(tag, tag).map(([a, b]) => `“${a}，${b}。”她念道。`),
      fc.tuple(tag, tag).map(([a, b]) => `\`\`\`\n${a}\nHm.\n${b}\n\`\`\``),
      tag.map((a) => `The word ${a} is nothing to me`),
    );
    fc.assert(
      fc.property(plain, fc.array(fc.oneof(plain, mention), { maxLength: 8 }), (first, lines) => {
        const whole = [first, ...lines].join('\n\n');
        expect(split(whole.split(/(?<=[<>])/))).toEqual({ text: whole, thoughts: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it('is all taken out of a reply that thinks between its paragraphs', () => {
    const paragraph = fc.constantFrom('She nods.', '*waits*', '“好的。”', '`<think>` is a tag.', '1 < 2');
    const thought = fc.stringMatching(/^[a-z好< .\n]{1,30}$/).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.option(thought), paragraph), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('think', 'thinking'),
        (told, name) => {
          const whole = told
            .map(([hm, said]) => `${hm === null ? '' : `<${name}>${hm}</${name}>\n\n`}${said}`)
            .join('\n\n');
          expect(split(Array.from(whole))).toEqual({
            text: told.map(([, said]) => said).join('\n\n'),
            thoughts: told.flatMap(([hm]) => (hm === null ? [] : [hm.trim()])),
          });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is looked for once, however many tags there are', () => {
    // What looked back over all that came before would take minutes.
    for (const piece of ['<', '</think>', ' ', '`</think>', '"<think>', 'a<think></think>\n']) {
      const whole = `x${piece.repeat(50_000)}`;
      const { text, thoughts } = split(['x', ...Array.from({ length: 50_000 }, () => piece)]);
      expect(text.length + thoughts.join('').length).toBeLessThanOrEqual(whole.length);
    }
  });

  it('of a whole answer is cut off also where it was opened in the prompt', () => {
    expect(withoutThinking('The name {x}.</think>{"a":1}')).toBe('The name {x}.</think>{"a":1}');
    expect(withoutThinking('The name.</think>{"a":1}')).toBe('{"a":1}');
    expect(withoutThinking('<think>{"b":2}</think>{"a":1}')).toBe('{"a":1}');
    expect(withoutThinking('<thinking>{"b":2}</thinking>{"a":1}')).toBe('{"a":1}');
    expect(withoutThinking('{"a":"</think>"}')).toBe('{"a":"</think>"}');
  });
});
