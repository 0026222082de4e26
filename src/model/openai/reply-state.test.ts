import { describe, expect, it } from '@jest/globals';
import { chatEvent, responsesEvent } from './reply-events.js';
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

describe('a refusal that the server signals', () => {
  const heard = (read: typeof chatEvent | typeof responsesEvent, ...events: object[]) => {
    const reply = new ReplyState({ server: 's', model: 'm', key: undefined }, read as typeof chatEvent);
    const text = events.map((event) => reply.hear(event)).join('') + reply.rest();
    return { text, ...reply.end() };
  };

  it.each(['content_filter', 'SAFETY', 'refusal', 'sensitive'])('is the finish %s', (finish_reason) => {
    const events = [
      { choices: [{ delta: { content: 'She' } }] },
      { choices: [{ delta: {}, finish_reason }] },
    ];
    expect(heard(chatEvent, ...events)).toMatchObject({ text: 'She', finish: 'refused' });
    expect(() => heard(chatEvent, { choices: [{ delta: {}, finish_reason }] })).toThrow(
      expect.objectContaining({ code: 'model_refused' }),
    );
  });

  it('is the field `refusal`, streamed or not', () => {
    const stop = { choices: [{ delta: {}, finish_reason: 'stop' }] };
    expect(heard(chatEvent, { choices: [{ delta: { refusal: 'I can’t.' } }] }, stop)).toMatchObject({
      text: 'I can’t.',
      finish: 'refused',
    });
    const message = { content: null, refusal: 'I can’t.' };
    expect(heard(chatEvent, { choices: [{ message, finish_reason: 'stop' }] })).toMatchObject({
      text: 'I can’t.',
      finish: 'refused',
    });
    const fine = { content: 'Yes.', refusal: null };
    expect(heard(chatEvent, { choices: [{ message: fine, finish_reason: 'stop' }] })).toMatchObject({
      finish: 'stop',
    });
  });

  it('is a refusal of a response', () => {
    const content = [{ type: 'refusal', refusal: 'I can’t.' }];
    const response = { output: [{ type: 'message', content }] };
    const ended = { type: 'response.completed', response };
    expect(heard(responsesEvent, ended)).toMatchObject({ text: 'I can’t.', finish: 'refused' });
    const delta = { type: 'response.refusal.delta', delta: 'I can’t.' };
    expect(heard(responsesEvent, delta, ended)).toMatchObject({ text: 'I can’t.', finish: 'refused' });
  });
});
