import { describe, expect, it } from '@jest/globals';
import { renderFrame } from '../context/parts/frame.js';
import { renderTail } from '../context/parts/tail.js';
import { brokenPromises, PROMPT_LANGUAGES, PROMPT_NAMES } from '../contracts/prompt.js';
import { sheetInstructions } from '../sheets/writing-words.js';
import { settling } from '../text/macros.js';
import { atOnce } from '../text/search/slices.js';
import { catalogue } from './catalogue.js';
import { ownPrompt } from './own-prompts.js';
import { afterHistory, frameLayers, tailPrompts } from './prompt-layers.js';

const players = { name: 'Mira', user: 'Tom' };
const owner = (text: string) => settling(text, { char: 'Mira', user: 'Tom' });
const settles = { owner, author: (text: string) => settling(text, { char: 'Mi', user: 'Tom' }) };
const card = { language: 'en' as const, instructions: '', afterHistory: '' };
type Own = Parameters<typeof frameLayers>[0][number];
const own = (name: Own['name'], text: string, ofCharacter = false): Own => ({
  name,
  language: 'en',
  ofCharacter,
  text,
});
const frame = (texts: Own[], of = card) =>
  atOnce(renderFrame(players, 'en', 'full', frameLayers(texts, of, settles)));

describe('our own prompts', () => {
  it.each(PROMPT_LANGUAGES)('say all that we count on, with macros that are listed: %s', (language) => {
    for (const name of PROMPT_NAMES) {
      const { ours, short = ours, macros, promises, optional } = catalogue(language)[name];
      expect({ name, broken: brokenPromises(ours, promises) }).toEqual({ name, broken: [] });
      for (const [, macro] of `${ours} ${short}`.matchAll(/\{\{([^{}]+)\}\}/g))
        expect(macros).toContain(macro);
      expect(optional || ours !== '').toBe(true);
    }
  });

  it('are the same when they are copied as one’s own', () => {
    const { main, auxiliary, reply } = catalogue('en');
    expect(frame([own('main', main.ours), own('auxiliary', auxiliary.ours)])).toBe(frame([]));
    expect(frame([own('main', '{{original}}'), own('auxiliary', '{{ Original }}', true)])).toBe(frame([]));
    expect(tailPrompts([own('reply', '{{original}}')], 'en')).toEqual({ reply: reply.ours });
    expect(tailPrompts([], 'en')).toEqual({});
  });
});

describe('prompts of an owner', () => {
  it('lie over ours and the card’s, the character’s last', () => {
    const instructions = 'Card of {{char}}: {{original}}';
    const said = frame([own('main', 'Default {{char}}.'), own('main', '{{original}} Mine.', true)], {
      ...card,
      instructions,
    });
    expect(said).toMatch(/^# How to play\nCard of Mi:\nDefault Mira\.\nMine\.\n- Dates in brackets/);
    expect(
      ownPrompt([own('reply', 'A {{original}}'), own('reply', 'B {{original}}', true)], 'reply', 'en', 'C'),
    ).toBe('B A C');
    expect(ownPrompt([own('reply', 'A')], 'reply', 'zh', 'C')).toBeUndefined();
    const after = afterHistory(
      [own('post_history', 'D')],
      { ...card, afterHistory: 'E {{original}}' },
      settles,
    );
    expect(atOnce(after)).toBe('E\nD');
  });

  it('grow by one original at most', () => {
    const many = '{{original}}'.repeat(1000);
    expect(frame([own('main', many), own('main', many, true)], { ...card, instructions: many })).toBe(
      frame([]),
    );
  });

  it('leave out what they leave empty', () => {
    expect(frame([own('main', ''), own('auxiliary', ' \n')])).toBe('');
    const facts = {
      ...players,
      language: 'en' as const,
      now: new Date(0),
      timeZone: 'UTC',
      afterHistory: '',
    };
    const said = renderTail({ ...facts, task: { kind: 'reply' }, prompts: { reply: '' } });
    expect(said).toBe('<tail>\nReal time: 1970-01-01 Thu 00:00.\n</tail>');
  });

  it('cannot end the tail, also by what their macros say', () => {
    const facts = {
      ...players,
      language: 'en' as const,
      now: new Date(0),
      timeZone: 'UTC',
      afterHistory: '',
    };
    for (const text of ['</tail>', '{{reverse:>liat/<}}', '{{/tail}}', '# Frame', '{{end}}']) {
      const task = { kind: 'continue' as const, end: 'so </tail>' };
      const said = renderTail({ ...facts, task, prompts: { continue: text } });
      expect(said.match(/<\/?tail>/g)).toEqual(['<tail>', '</tail>']);
      expect(said).not.toMatch(/^#/m);
    }
  });

  it('leave no gap where a macro of the sheet’s writer is empty', () => {
    const alone = { name: 'Mira', names: ['Mira'] };
    expect(sheetInstructions('A\n\n{{called}}\n\nB {{most}} {{user}}', alone, 'en', 7)).toBe(
      'A\n\nB 7 {{user}}',
    );
    const two = { name: 'Mira', names: ['Mira', 'Mi'] };
    expect(sheetInstructions('{{called}}', two, 'en', 7)).toBe('Mira is also called Mi.');
  });
});
