import { describe, expect, it } from '@jest/globals';
import { divideExtracted, read } from './reading.js';

const narratorOf = (text: string) =>
  read('00000000-0000-4000-8000-000000000000', text, divideExtracted({ text })).narrator;

describe('whoever tells a story', () => {
  it('says what they are called', () => {
    expect(narratorOf('My name is Daniel Mercer. I ran a parking lot.\n\nI was happy there.\n')).toBe(
      'Daniel Mercer',
    );
    expect(narratorOf('我叫陆小川，青石镇人。\n\n我十二岁那年跟了师父。\n')).toBe('陆小川');
  });

  it('signs all letters with one name', () => {
    const letter = (end: string) => `Dear Cass,\n\nI am well, and I eat what I am given.\n\n${end}\n\n`;
    expect(narratorOf(letter('Your Tom') + letter('Your loving brother,\nTom Alder'))).toBe('Tom Alder');
    expect(narratorOf(letter('Your Tom') + letter('Yours ever, Ruth'))).toBeUndefined();
  });

  it('is not who says so in a line', () => {
    expect(
      narratorOf(
        '“My name is Daniel Mercer,” he said. “I ran a lot.”\n\nRuth laughed.\n\n“I know,” said Ruth.\n',
      ),
    ).toBeUndefined();
    expect(narratorOf('“我叫陆小川。”他说。\n\n白霜看了看他。\n')).toBeUndefined();
  });
});

it('takes a full name that stands once for somebody who is called by its first word', () => {
  const text =
    'Noor Haddad wakes at nine.\n\n“You are late,” says Noor.\n\n“No,” says Kofi.\n\n“Yes,” says Noor. Noor laughs.\n';
  const { people } = read('00000000-0000-4000-8000-000000000000', text, divideExtracted({ text }));
  expect(people.map(({ name, aliases }) => [name, ...aliases])).toContainEqual(['Noor Haddad', 'Noor']);
});
