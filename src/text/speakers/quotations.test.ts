import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findQuotations } from './quotations.js';
import { divide } from '../structure/sections.js';

const said = (text: string) => findQuotations(text, divide(text).passages).map((q) => q.text);

describe('findQuotations', () => {
  it.each([
    ['“Somebody was here,” he said. “Look!”', ['Somebody was here,', 'Look!']],
    ['"Somebody was here," he said. "Look!"', ['Somebody was here,', 'Look!']],
    ['«Somebody was here», he said.', ['Somebody was here']],
    ['老李道：“有人来过。”又说：“你看！”', ['有人来过。', '你看！']],
    ['老李道："有人来过。"又说："你看！"', ['有人来过。', '你看！']],
    ['老李道：「有人來過。」又說：「你看！」', ['有人來過。', '你看！']],
    ['老李道：『有人來過。』又說：『你看！』', ['有人來過。', '你看！']],
  ])('%s', (text, quotations) => expect(said(text)).toEqual(quotations));

  it('takes no longer for a text without marks than its length', () => {
    const text = 'The tide went out.\n\n'.repeat(60_000);
    // What is not linear takes minutes.
    expect(said(`${text}“Is anybody there?” he said.\n\n${text}`)).toEqual(['Is anybody there?']);
  }, 20_000);

  it('leaves quotations in quotations where they are', () => {
    expect(said('“He said, ‘Not I,’ and left,” said Anna.')).toEqual(['He said, ‘Not I,’ and left,']);
    expect(said('“他说‘不是我’，就走了。”')).toEqual(['他说‘不是我’，就走了。']);
    expect(said('「他說『不是我』，就走了。」')).toEqual(['他說『不是我』，就走了。']);
  });

  it('reads British novels, whose quotations have single marks', () => {
    expect(
      said(
        '‘I don’t know,’ said Anna’s aunt. ‘It’s the boys’ turn, isn’t it?’ She called it “fate”.\n\n‘Tea’ said he.',
      ),
    ).toEqual(['I don’t know,', 'It’s the boys’ turn, isn’t it?', 'Tea']);
    expect(
      said("'I don't know,' said Anna's aunt. 'Ask 'em yourself.'\n\nThe boys' dog barked. 'Tis late."),
    ).toEqual(["I don't know,", "Ask 'em yourself."]);
  });

  it('takes apostrophes for what they are', () => {
    expect(said("Anna's aunt didn't know. 'Tis the boys' dog.")).toEqual([]);
    expect(said('Anna’s aunt didn’t know. ’Tis the boys’ dog.')).toEqual([]);
  });

  it('goes on where every paragraph of a speech opens anew', () => {
    expect(said('“It snowed all night.\n\n“Then it stopped,” said Anna.\n\nNobody answered.')).toEqual([
      'It snowed all night.',
      'Then it stopped,',
    ]);
    expect(said('老李道：“雪下了一夜。\n“后来停了。”\n没有人说话。')).toEqual(['雪下了一夜。', '后来停了。']);
  });

  it('is not carried away by a mark that is missing', () => {
    expect(said('He bought 12" of rope and 5" of wire.\n\n"Good," said Anna.')).toEqual(['Good,']);
    expect(said('他说“不，\n“好。”她说。')).toEqual(['不，', '好。']);
    expect(said('老李道：“有人来过。“又说：“你看！”')).toEqual(['有人来过。', '你看！']);
  });

  it('closes a line whose mark is missing before whoever says it', () => {
    expect(said('“It is late, said Joan.\n\n“I know,” said Peter.')).toEqual(['It is late,', 'I know,']);
    expect(said('"Is it late? Peter Moss asked.\n\n"I know," said Joan.')).toEqual([
      'Is it late?',
      'I know,',
    ]);
    // Within a speech somebody else's may be told.
    expect(said('“He came in, said Joan, and sat.\n\n“Then he left,” said Peter.')).toEqual([
      'He came in, said Joan, and sat.',
      'Then he left,',
    ]);
  });

  it('goes on behind verse that a speech is broken into by', () => {
    const text = (open: string, close: string) =>
      `${open}Listen,${close} said Joan. ${open}It goes:\n\nThe sea is wide,\n\nThe sea is cold,\n\nand that is all I know of it.${close}\n\n${open}Enough,${close} said Peter.`;
    for (const [open, close] of [
      ['“', '”'],
      ['"', '"'],
    ] as const)
      expect(said(text(open, close))).toEqual([
        'Listen,',
        'It goes:',
        'and that is all I know of it.',
        'Enough,',
      ]);
    // A poem in marks is not said.
    expect(
      said(
        'She read:\n\n“The sea is wide\n\nand the sea is cold\n\nand nobody sails it.”\n\n“Enough,” said Peter.',
      ),
    ).toEqual(['Enough,']);
  });

  it('knows the marks of old typesetting', () => {
    expect(said("``It's late,'' said Joan. ``Is it?''\n\n``It is,'' said Peter.")).toEqual([
      "It's late,",
      'Is it?',
      'It is,',
    ]);
    expect(said("`It's late,' said Joan.\n\n`I know,' said Peter. `Come.'")).toEqual([
      "It's late,",
      'I know,',
      'Come.',
    ]);
    expect(said('He typed `ls` and said “Wait.”')).toEqual(['Wait.']);
  });

  it('reads novels that mark speech by dashes, as far as who says it', () => {
    expect(
      said(
        '—It is late, said Joan.\n\n—Is it? Peter asked. He sat down.\n\n—None at all!\n\n—Well, said Peter.',
      ),
    ).toEqual(['It is late,', 'Is it?', 'None at all!', 'Well,']);
    // A dash in a text that has marks breaks off.
    expect(said('“It is late,” said Joan.\n\n—And so it was, said everybody.')).toEqual(['It is late,']);
  });

  it.each([
    ['His look expressed, “I know you,” and he bowed.', []],
    ['She smiled, as much as to say, “I told you so!”', []],
    ['The door was labelled, “No Entrance.”', []],
    ['There was a box entitled “Old Letters, Never Sent!” in it.', []],
    ['She talked on. “He had never been so happy. Would not they come again?” They bowed.', []],
    ['She talked on. “He had never been so happy,” she said.', ['He had never been so happy,']],
    ['“He had never been so happy.”', ['He had never been so happy.']],
    ['She talked on. “He had never seen me so happy.” They bowed.', ['He had never seen me so happy.']],
  ])('tells what is said from what a look, a sign or the teller says: %s', (text, quotations) =>
    expect(said(text)).toEqual(quotations),
  );

  it('leaves out words that are only pointed at', () => {
    expect(said('The word “fate” was on the door. They called it “the end” of it.')).toEqual([]);
    expect(said('号为“太平道人”，人称“大贤良师”也。')).toEqual([]);
  });

  it('tells what is said in the middle of a sentence from what is named there', () => {
    expect(
      said(
        'They dined at the “Golden Crown,” and saw the “Dance of the Hours.” It was “lovely,” they thought.',
      ),
    ).toEqual(['lovely,']);
    expect(
      said('He said “Not yet,” and the gulls cried “no” to that. A loud “Come here!” was heard.'),
    ).toEqual(['Not yet,', 'Come here!']);
  });

  it('leaves out letters, from greeting to signature', () => {
    expect(
      said(
        '“Listen,” said Anna.\n\n“Dear Sir,\n\n“The boat is sold.\n\n“Yours truly,\n\n“J. Moss”\n\n“Well!” said Anna.',
      ),
    ).toEqual(['Listen,', 'Well!']);
    expect(
      said('The letter ran as follows:\n\n“I have sold the boat.\n\n“I am sorry.”\n\n“Well!” said Anna.'),
    ).toEqual(['Well!']);
    expect(
      said(
        '“Harbour Street, August 2.\n\n“My dear Joan,\n\n“It is sold.\n\n“Your’s, &c.”\n\n“Well!” said Anna.',
      ),
    ).toEqual(['Well!']);
    expect(said('She put down the letter and said:\n\n“It is sold.”')).toEqual(['It is sold.']);
    expect(said('“My dear Joan,” said Anna.\n\n“Yes?” said Joan.')).toEqual(['My dear Joan,', 'Yes?']);
  });

  it('gives spans that lie in their passage, in order, with the text between the marks', () => {
    const unit = fc.constantFrom(
      '“',
      '”',
      '‘',
      '’',
      '"',
      "'",
      '「',
      '」',
      '『',
      '』',
      'a',
      '雪',
      '。',
      ', ',
      ' ',
      '\n',
      '：',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (text) => {
        const { passages } = divide(text);
        let last = 0;
        for (const q of findQuotations(text, passages)) {
          const passage = passages[q.passage - 1]!;
          expect(q.start).toBeGreaterThanOrEqual(Math.max(last, passage.start));
          expect(q.end).toBeLessThanOrEqual(passage.end);
          expect(q.text).not.toBe('');
          expect(text.slice(q.start, q.end)).toContain(q.text);
          last = q.end;
        }
      }),
    );
  });
});
