import { describe, expect, it } from '@jest/globals';
import { dialoguesOf } from './dialogues.js';
import { asRead } from './as-read.js';

describe('texts of a card as they are read', () => {
  it.each([
    ['{{user}} opens the gate. {{User}} waits for {{char}}.', 'You opens the gate. You waits for Wren.'],
    ['Wren takes {{user}}’s coat, and <USER> smiles.', 'Wren takes your coat, and you smiles.'],
    ['"{{user}}!" {{ char }} calls.\n{{user}}: Here.', '"You!" Wren calls.\nYou: Here.'],
    ['{{random:a,b}} stays.', '{{random:a,b}} stays.'],
  ])('names both sides: %s', (text, read) => {
    expect(asRead(text, 'Wren', 'en')).toBe(read);
  });

  it('says 你 in a Chinese card', () => {
    expect(asRead('{{char}}看着{{user}}。', '阿鹤', 'zh')).toBe('阿鹤看着你。');
    expect(asRead("{{user}}'s 伞", '阿鹤', 'zh')).toBe('你的 伞');
  });

  it('leaves a name with signs of its own as it is', () => {
    expect(asRead('{{char}}', '$& {{user}}x', 'en')).toContain('$& ');
  });
});

describe('example dialogues', () => {
  it('are parted by <START>, with what follows a line kept to it', () => {
    const text = '<START>\nYou: Is it far?\nWren: *points*\n“An hour.”\n<start>\nWren：Again?';
    expect(dialoguesOf(text, ['Wren', 'You'])).toEqual([
      [
        { speaker: 'You', text: 'Is it far?' },
        { speaker: 'Wren', text: '*points*\n“An hour.”' },
      ],
      [{ speaker: 'Wren', text: 'Again?' }],
    ]);
  });

  it('need a <START> or a line of somebody known', () => {
    expect(dialoguesOf('She notes: never late.', ['Wren', 'You'])).toBeNull();
    expect(dialoguesOf('Wren: Never late.', ['Wren', 'You'])).toHaveLength(1);
    expect(dialoguesOf('<START>\n', ['Wren'])).toBeNull();
  });
});
