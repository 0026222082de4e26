import { describe, expect, it } from '@jest/globals';
import type { Individual } from './individual.js';
import type { SpeechTurn } from '../lines/turns.js';
import { voicesOf } from './voices.js';

const person = (name: string): Individual => ({ name, aliases: [], gender: null });
const turn = (said: string) => ({ speech: said }) as SpeechTurn;

describe('voicesOf', () => {
  const [joan, peter] = [person('Joan'), person('Peter')];
  const hers = Array.from({ length: 30 }, (_, n) => turn(`Dear papa, we shall be late again ${n}.`));
  const his = Array.from({ length: 30 }, (_, n) => turn(`By Jove, the horses are ready now ${n}.`));
  const turns = [
    ...hers,
    ...his,
    turn('But, papa, it is late.'),
    turn('By Jove, the horses!'),
    turn('Quite so.'),
  ];
  const spoken = new Map([
    [joan, hers.map((_, n) => n)],
    [peter, his.map((_, n) => 30 + n)],
  ]);

  it('knows somebody by the words they use', () => {
    const voice = voicesOf(turns, spoken);
    expect(voice(60, joan)).toBeGreaterThan(0.5);
    expect(voice(60, peter)).toBeLessThan(-0.5);
    expect(voice(61, peter)).toBeGreaterThan(0.5);
    expect(Math.abs(voice(62, joan))).toBeLessThan(0.5);
  });

  it('says nothing of whoever has hardly spoken', () => {
    const voice = voicesOf(turns, new Map([[joan, [0, 1]]]));
    expect(voice(60, joan)).toBe(0);
    expect(voice(60, peter)).toBe(0);
  });
});
