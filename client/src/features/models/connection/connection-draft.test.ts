import { describe, expect, it } from '@jest/globals';
import type { Preset } from '../../../../../src/contracts/connection.js';
import { draftOf, isOtherServer, rebased, wishOf } from './connection-draft.js';
import { presetDraft, presetOf } from '../preset/preset-draft.js';

const PRESET: Preset = {
  temperature: 0,
  topK: -1,
  dry: { multiplier: 0.8, allowedLength: 2 },
  xtc: { probability: 0.5 },
  stop: ['\nYou:', 'END'],
  seed: 7,
  thinking: 'off',
  extra: { top_a: 0.2 },
};

describe('a preset as it is typed', () => {
  it('comes back as it was', () => {
    expect(presetOf(presetDraft(PRESET))).toEqual({ preset: PRESET, errors: {} });
    expect(presetOf(presetDraft({}))).toEqual({ preset: {}, errors: {} });
  });

  it.each([
    [{ temperature: '0,7' }, { temperature: 0.7 }, {}],
    [{ temperature: 'warm' }, {}, { temperature: 'number' }],
    [{ topP: '1.2' }, {}, { topP: 'range' }],
    [{ topK: '1.5' }, {}, { topK: 'whole' }],
    [{ dryBase: '1.75' }, {}, { dryMultiplier: 'needs' }],
    [{ xtcThreshold: '0.1' }, {}, { xtcProbability: 'needs' }],
    [{ extra: '[1]' }, {}, { extra: 'json' }],
    [{ extra: '{"a":' }, {}, { extra: 'json' }],
    [{ stop: `${'x'.repeat(201)}` }, { stop: ['x'.repeat(201)] }, { stop: 'stop' }],
  ])('%j', (typed, preset, errors) => {
    expect(presetOf({ ...presetDraft({}), ...typed })).toEqual({ preset, errors });
  });
});

describe('a connection as it is typed', () => {
  const typed = { ...draftOf({ baseUrl: 'https://api.example.com/v1' }) };

  it.each([
    [{ baseUrl: 'api.example.com' }, { baseUrl: 'address' }],
    [{ baseUrl: 'https://me:secret@example.com' }, { baseUrl: 'inAddress' }],
    [{ apiKey: 'sk-a\nb' }, { apiKey: 'key' }],
    [{ headers: 'no colon' }, { headers: 'headers' }],
    [{ window: '12' }, { window: 'window' }],
    [{ input: '-1' }, { price: 'price' }],
  ])('%j is told', (wrong, errors) => {
    expect(wishOf({ ...typed, ...wrong }).errors).toEqual(errors);
  });

  it('is sent with what was said of it, and without a key where none was typed', () => {
    const { wish } = wishOf({
      ...typed,
      window: '128,000',
      input: '0,5',
      output: '1.5',
      headers: 'X-A: b: c\n',
    });
    expect(wish).toMatchObject({
      window: 128_000,
      price: { input: 0.5, cachedInput: 0.5, output: 1.5 },
      headers: { 'X-A': 'b: c' },
    });
    expect(wish).not.toHaveProperty('apiKey');
    expect(wishOf({ ...typed, apiKey: ' Bearer sk-1 ' }).wish.apiKey).toBe('sk-1');
    expect(wishOf({ ...typed, dropKey: true }).wish.apiKey).toBe('');
  });

  it('is laid over what was changed elsewhere', () => {
    const elsewhere = { ...typed, model: 'theirs', name: 'theirs' };
    expect(rebased({ ...typed, name: 'mine' }, typed, elsewhere)).toEqual({ ...elsewhere, name: 'mine' });
  });

  it('has its key for its own server alone', () => {
    expect(isOtherServer('https://api.example.com/v2', typed.baseUrl)).toBe(false);
    expect(isOtherServer('https://api.example.org/v1', typed.baseUrl)).toBe(true);
  });
});
