import { describe, expect, it } from '@jest/globals';
import { chatEvent } from './reply-events.js';
import { ReplyState } from './reply-state.js';

const told = (pieces: string[]) => {
  const reply = new ReplyState({ server: 's', model: 'm', key: undefined }, chatEvent);
  const deltas = pieces.map((content) => reply.hear({ choices: [{ delta: { content } }] }));
  return [...deltas, reply.rest()];
};

describe('the text of a reply', () => {
  it.each([
    ['an emoji in two events', ['a\ud83d', '\ude00b'], 'a😀b'],
    ['an emoji in two events with nothing between', ['\ud83d', '', '\ude00'], '😀'],
    ['letters beyond the basic plane, unit by unit', [...'𠮷野家'].join('').split(''), '𠮷野家'],
    ['a half that stays alone', ['a\ud83d', 'b'], 'a\ufffdb'],
    ['two first halves', ['\ud83d', '\ud83d', '\ude00'], '\ufffd😀'],
    ['a second half that stays alone', ['\ude00b'], '\ufffdb'],
    ['a half at the end', ['a\ud83d'], 'a\ufffd'],
    ['NUL', ['a\0b'], 'a\ufffdb'],
  ])('is told in whole characters: %s', (_, pieces, whole) => {
    const deltas = told(pieces);
    expect(deltas.every((delta) => delta.isWellFormed())).toBe(true);
    expect(deltas.join('')).toBe(whole);
  });
});
