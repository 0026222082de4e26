import { describe, expect, it } from '@jest/globals';
import { readCast } from '../../cast.js';
import { divide } from '../../../structure/sections.js';

/** Each line with whoever it is given to. */
const talk = (text: string) =>
  readCast(text, divide(text), 'en').quotations.map(({ text: line, speaker }) => `${speaker}: ${line}`);

const THE_PERRYS = `Mrs. Perry kept the house, and Mr. Perry kept the shop. Joan Ferris came in; she was tired, and Joan sat down.

“We are shut,” said Mr. Perry.

“I can wait,” said Joan.

“She can wait,” said Mrs. Perry.

`;

describe('who says a turn', () => {
  it('is the wife of whoever “his wife” calls', () => {
    expect(talk(`${THE_PERRYS}“How can you, Mr. Perry!” cried his wife.`).at(-1)).toMatch(/^Mrs. Perry/);
  });

  it('is the wife of the one who is there', () => {
    const text = `${THE_PERRYS}Mr. Perry looked at the clock.

“It is past six,” said his wife.`;
    expect(talk(text).at(-1)).toMatch(/^(?:Mrs. Perry|null)/);
  });

  it('is nobody whom the line calls', () => {
    const text = `${THE_PERRYS}He was near the door, and Joan turning towards him, he was struck by a thought, and called out to her: “Joan, stay where you are!”`;
    expect(talk(text).at(-1)).not.toMatch(/^Joan/);
  });

  it('is somebody else where a line calls whoever spoke before it in its paragraph', () => {
    const text = `${THE_PERRYS}“I shall be late,” said Joan. “You are always late, Joan.”`;
    const [first, second] = talk(text).slice(-2);
    expect(first).toMatch(/^Joan/);
    expect(second).not.toMatch(/^Joan/);
  });

  it('is Lady Brand where her ladyship speaks', () => {
    const text = `Lady Brand had come in her carriage. Lady Brand looked at Peter, and Peter bowed.

“You are the new man,” said Lady Brand.

“I am, my lady,” said Peter.

“You look a very young one,” said her ladyship.`;
    expect(talk(text).at(-1)).toMatch(/^(?:Lady Brand)/);
  });
});
