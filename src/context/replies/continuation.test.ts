import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Continuation, whatFollows } from './continuation.js';

describe('a continuation', () => {
  it.each([
    ['She looked up, so I', 'wrote it down.', ' wrote it down.'],
    ['She looked up, so I', ' wrote it down.', ' wrote it down.'],
    ['“Go,” said Harker.', '*gets up* “Now.”', ' *gets up* “Now.”'],
    ['*She takes the lamp', 'and goes.*', ' and goes.*'],
    ['*She takes the lamp', '*and goes.', '* and goes.'],
    ['*She goes.*', 'The door falls shut.', ' The door falls shut.'],
    ['He said: "', 'Come in.', 'Come in.'],
    ['He said "yes"', 'and went.', ' and went.'],
    ['It was half-', 'past nine.', 'past nine.'],
    ['A line.\n', 'Another.', 'Another.'],
    ['It is 4', ', not 5.', ', not 5.'],
    ['她抬起头，', '望着河面。', '望着河面。'],
    ['她叫', 'Ilse。', 'Ilse。'],
    ['他说：“走吧。”', '*站起身*', '*站起身*'],
    ['', 'Once.', 'Once.'],
  ])('of %j by %j adds %j', (base, text, added) => {
    const marks = (whole: string) => whole.split('*').length % 2;
    if (text === '*and goes.') return expect(marks(base + whatFollows(base, text))).toBe(1);
    expect(whatFollows(base, text)).toBe(added);
  });

  it('leaves out what repeats the end of the text', () => {
    const base = 'The ferry came in late. She tied the rope and';
    expect(whatFollows(base, 'She tied the rope and looked at him.')).toBe(' looked at him.');
    expect(whatFollows(base, 'and then he left.')).toBe(' then he left.');
    expect(whatFollows(base, 'an oar, too.')).toBe(' an oar, too.');
    expect(whatFollows('渡口的雾散了。她把缆绳系好，', '她把缆绳系好，回头看他。')).toBe('回头看他。');
  });

  it.each([
    ['She came close and brushed his', 'his hair aside.', ' hair aside.'],
    ['She came close and brushed his ', 'his hair aside.', 'hair aside.'],
    ['She came close and brushed his', ' his hair aside.', ' hair aside.'],
    ['It', 'It hangs by the door.', ' hangs by the door.'],
    ['*She', '*She turns the key.*', ' turns the key.*'],
    ['There is a lantern', 'lantern, and a rope.', ', and a rope.'],
    ['他解开了缆绳', '缆绳落进水里。', '落进水里。'],
    ['她低下头，看着他的', '他的手。', '手。'],
  ])('leaves out a last word that comes twice: of %j by %j adds %j', (base, text, added) => {
    expect(whatFollows(base, text)).toBe(added);
  });

  it.each([
    ['By then he had', 'had enough.'],
    ['She knew that', 'that man would come.'],
    ['He gave her', 'her coat.'],
    ['“Ha ha', 'ha, very good.”'],
    ['The bell went ding ding', 'ding again.'],
    ['She went home.', 'home was cold.'],
    ['It was his', 'history that she read.'],
    ['It is 4', '4 times as far.'],
    ['他慢慢', '慢慢地走。'],
    ['咱们先歇歇', '歇歇脚。'],
    ['他一步', '一步地挪过来。'],
    ['大家休息', '休息吧。'],
    ['她走到门', '门口。'],
    ['她回了渡口。', '渡口没有人。'],
  ])('keeps one that may well stand twice: %j, %j', (base, text) => {
    expect(whatFollows(base, text).trimStart()).toBe(text);
  });

  it('comes to the same however it is cut, and never loses what is new', () => {
    const words = fc.array(
      fc.constantFrom('the', 'rope', 'and', '她', '走了', '。', '*', '"', 'She', 'tied', '.', '\n'),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    const text = fc.tuple(words, fc.constantFrom(' ', '')).map(([list, between]) => list.join(between));
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (base, rest, sizes) => {
          const joined = new Continuation(base);
          let added = '';
          for (let at = 0, n = 0; at < rest.length; n++) {
            const size = sizes[n % sizes.length]!;
            added += joined.push(rest.slice(at, at + size));
            at += size;
          }
          added += joined.end();
          expect(added).toBe(whatFollows(base, rest));
          expect(rest.endsWith(added.trimStart()) || added.trimStart() === rest.trimStart()).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
