import { describe, expect, it } from '@jest/globals';
import type { ReplyEvent } from '../../model.js';
import { chatEvent, responsesEvent } from './reply-events.js';
import { ReplyState } from './reply-state.js';

const place = { server: 's', model: 'm', key: undefined };

/** What is told of a reply at each event, and once nothing more comes. */
function told(read: typeof chatEvent | typeof responsesEvent, events: object[]): ReplyEvent[] {
  const reply = new ReplyState(place, read as typeof chatEvent);
  const all = events.flatMap((event) => {
    reply.hear(event);
    return reply.told();
  });
  reply.close();
  return [...all, ...reply.told(), reply.end()];
}

/** What stands in the end. */
function heard(read: typeof chatEvent | typeof responsesEvent, ...events: object[]) {
  let text = '';
  let thinking = '';
  for (const event of told(read, events)) {
    if (event.type === 'delta') text += event.text;
    else if (event.type === 'thinking') thinking += event.text;
    else if (event.type === 'revised') ({ text, thinking } = event);
    else if (event.type === 'end') return { text, thinking, finish: event.finish };
  }
  throw new Error('no end');
}

const delta = (content: unknown, more: object = {}) => ({ choices: [{ delta: { content, ...more } }] });
const finish = (finish_reason: string) => ({ choices: [{ delta: {}, finish_reason }] });

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
    const events = told(chatEvent, [...pieces.map((piece) => delta(piece)), finish('stop')]);
    const deltas = events.map((event) => (event.type === 'delta' ? event.text : ''));
    expect(deltas.every((text) => text.isWellFormed())).toBe(true);
    expect(deltas.join('')).toBe(whole);
  });
});

describe('a refusal that the server signals', () => {
  it.each([
    ['content_filter', 'filtered'],
    ['SAFETY', 'filtered'],
    ['refusal', 'refused'],
    ['sensitive', 'filtered'],
  ])('is the finish %s', (finish_reason, reason) => {
    const events = [
      { choices: [{ delta: { content: 'She' } }] },
      { choices: [{ delta: {}, finish_reason }] },
    ];
    expect(heard(chatEvent, ...events)).toMatchObject({ text: 'She', finish: reason });
    expect(() => heard(chatEvent, { choices: [{ delta: {}, finish_reason }] })).toThrow(
      expect.objectContaining({ code: 'model_refused', finish: reason }),
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

describe('what a server thinks aloud', () => {
  it.each<[string, object[]]>([
    [
      'reasoning_content',
      [delta('', { reasoning_content: 'A gree' }), delta(null, { reasoning_content: 'ting.' })],
    ],
    ['reasoning', [delta('', { reasoning: 'A gree' }), delta('', { reasoning: 'ting.' })]],
    [
      'OpenRouter’s two fields',
      [
        delta('', {
          reasoning: 'A greeting.',
          reasoning_details: [{ type: 'reasoning.text', text: 'A greeting.' }],
        }),
        delta('', { reasoning_details: [{ type: 'reasoning.encrypted', data: 'xyz' }] }),
      ],
    ],
    [
      'a summary',
      [delta('', { reasoning_details: [{ type: 'reasoning.summary', summary: 'A greeting.' }] })],
    ],
    ['Mistral’s parts', [delta([{ type: 'thinking', thinking: [{ type: 'text', text: 'A greeting.' }] }])]],
    ['Anthropic’s parts', [delta([{ type: 'thinking', thinking: 'A greeting.' }])]],
    ['tags', [delta('<thi'), delta('nk>\nA greeting.\n</think>\n\n')]],
    ['tags whose first one nobody sees', [delta('A gre'), delta('eting.\n</th'), delta('ink>\n\n')]],
  ])('as %s is told apart', (_, events) => {
    expect(
      heard(chatEvent, ...events, delta('Hello'), delta([{ type: 'text', text: '.' }]), finish('stop')),
    ).toEqual({
      text: 'Hello.',
      thinking: 'A greeting.',
      finish: 'stop',
    });
  });

  it('streams, and what was told wrongly is told anew', () => {
    const events = [delta('A gree'), delta('ting.\n</think>\n'), delta('Hello.'), finish('stop')];
    expect(told(chatEvent, events)).toMatchObject([
      { type: 'delta', text: 'A gree' },
      { type: 'delta', text: 'ting.\n' },
      { type: 'revised', thinking: 'A greeting.', text: 'Hello.' },
      { type: 'end' },
    ]);
    const again = [delta('<think>Hm.</think>'), delta('One\n<think>\nis'), delta(' a tag.'), finish('stop')];
    expect(told(chatEvent, again)).toMatchObject([
      { type: 'thinking', text: 'Hm.' },
      { type: 'thinking', text: '\n\nis' },
      { type: 'delta', text: 'One\n' },
      { type: 'thinking', text: ' a tag.' },
      { type: 'revised', thinking: 'Hm.', text: 'One\n<think>\nis a tag.' },
      { type: 'end' },
    ]);
  });

  it('is kept within bounds', () => {
    const long = Array.from({ length: 30 }, () => delta('', { reasoning: '想'.repeat(10_000) }));
    const { thinking, text } = heard(chatEvent, ...long, delta('Hello.'), finish('stop'));
    expect(thinking).toHaveLength(200_000);
    expect(text).toBe('Hello.');
  });
});

describe('a reply without a word', () => {
  it.each([
    [
      'a tool',
      [delta(null, { tool_calls: [{ function: { name: 'search' } }] }), finish('tool_calls')],
      'model_called_tool',
    ],
    [
      'a tool without a number',
      [delta(null, { function_call: { name: 'search' } }), finish('STOP')],
      'model_called_tool',
    ],
    ['thinking alone', [delta('', { reasoning: 'Hm.' }), finish('stop')], 'model_empty'],
    ['all room used up', [delta('<think>Hm.'), finish('MAX_TOKENS')], 'model_empty'],
    ['a filter', [finish('PROHIBITED_CONTENT')], 'model_refused'],
  ])('says why: %s', (_, events, code) => {
    expect(() => told(chatEvent, events)).toThrow(expect.objectContaining({ code }));
  });

  it('names the tool', () => {
    const events = [delta(null, { tool_calls: [{ function: { name: 'search' } }] }), finish('tool_calls')];
    expect(() => told(chatEvent, events)).toThrow(expect.objectContaining({ detail: 'search' }));
    expect(heard(chatEvent, delta('Wait.'), ...events)).toMatchObject({ text: 'Wait.', finish: 'stop' });
  });

  it('that its server broke off says the server’s word', () => {
    expect(() => told(chatEvent, [delta('Hel'), finish('insufficient_system_resource')])).toThrow(
      expect.objectContaining({ code: 'model_failed', detail: 'insufficient_system_resource' }),
    );
  });
});
