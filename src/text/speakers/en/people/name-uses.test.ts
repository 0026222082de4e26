import { describe, expect, it } from '@jest/globals';
import { readCast } from '../../cast.js';
import { divide } from '../../../structure/sections.js';

const read = (text: string) => readCast(text, divide(text), 'en');
const names = (text: string) => read(text).people.map(({ name, aliases }) => [name, ...aliases]);

describe('who is in the cast', () => {
  it('is no house that people only come from and go to', () => {
    const found =
      names(`Fairholme was cold that winter. Agnes came back to Fairholme in March, and her brother wrote to her there.

“The roof is gone,” said Agnes.

Fairholme looked smaller than it had. They had walked from Fairholme to the mill as children. Rupert rode over to Fairholme at noon.

“Then we must sell,” said Rupert.`);
    expect(found.flat()).not.toContain('Fairholme');
    expect(found.flat()).toEqual(expect.arrayContaining(['Agnes', 'Rupert']));
  });

  it('has one person under a name and its short form, whatever pronouns stand by the short one', () => {
    const talk = [
      'the well',
      'the mare',
      'the gate',
      'the hay',
      'the bees',
      'the goat',
      'the barn',
      'the dog',
    ]
      .flatMap((thing) => [thing, `${thing} by the road`, `${thing} at the mill`])
      .map(
        (thing) => `“Lizzy, have you seen to ${thing}?” said Mrs. Hale.

“Not yet,” said Elizabeth, and she took her shawl. Elizabeth smiled; she was in no hurry.`,
      )
      .join('\n\n');
    const found = names(`Elizabeth lived with her aunt.

${talk}

It was said that Lizzy laughed whatever he told, and that Lizzy danced whatever he played.

“Oh, Lizzy!” said Mrs. Hale.`);
    expect(found.find((all) => all.includes('Lizzy'))).toContain('Elizabeth');
  });
});
