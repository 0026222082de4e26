import { describe, expect, it } from '@jest/globals';
import { presetSchema } from '../preset-schema.js';
import { readPreset } from './preset-reader.js';

describe('a preset of SillyTavern', () => {
  it('of text completion is read', () => {
    const { preset, ignored } = readPreset({
      temp: 0.8,
      top_p: 0.95,
      top_k: 40,
      min_p: 0.05,
      rep_pen: 1.1,
      freq_pen: 0.2,
      presence_pen: -0.1,
      dry_multiplier: 0.8,
      dry_base: 1.75,
      dry_allowed_length: 2,
      dry_sequence_breakers: '["\\n"]',
      xtc_probability: 0.5,
      xtc_threshold: 0.1,
      genamt: 350,
      max_length: 8192,
      seed: 7,
      custom_stopping_strings: '["###", "User:"]',
      mirostat_mode: 2,
      api_secret: 'a-secret-value',
    });
    expect(preset).toEqual({
      temperature: 0.8,
      topP: 0.95,
      topK: 40,
      minP: 0.05,
      repetitionPenalty: 1.1,
      frequencyPenalty: 0.2,
      presencePenalty: -0.1,
      dry: { multiplier: 0.8, base: 1.75, allowedLength: 2 },
      xtc: { probability: 0.5, threshold: 0.1 },
      maxReplyTokens: 350,
      seed: 7,
      stop: ['###', 'User:'],
    });
    expect(ignored).toEqual(['dry_sequence_breakers', 'max_length', 'mirostat_mode', 'api_secret']);
    expect(JSON.stringify(ignored)).not.toContain('a-secret-value');
  });

  it('of chat completion is read', () => {
    const { preset, ignored } = readPreset({
      temperature: 0.7,
      frequency_penalty: 0.3,
      presence_penalty: 0.4,
      openai_max_context: 128_000,
      openai_max_tokens: 1000,
      reasoning_effort: 'max',
      seed: -1,
      prompts: [{ identifier: 'main' }],
    });
    expect(preset).toEqual({
      temperature: 0.7,
      frequencyPenalty: 0.3,
      presencePenalty: 0.4,
      maxReplyTokens: 1000,
      thinking: 'max',
    });
    expect(ignored).toEqual(['openai_max_context', 'prompts']);
  });

  it('of NovelAI is read', () => {
    const { preset, ignored } = readPreset({
      presetVersion: 3,
      parameters: {
        temperature: '1.35',
        max_length: 150,
        repetition_penalty: 2.8,
        top_k: 15,
        stop_sequences: [[43145]],
      },
    });
    expect(preset).toEqual({ temperature: 1.35, maxReplyTokens: 150, repetitionPenalty: 2.8, topK: 15 });
    expect(ignored).toEqual(['stop_sequences']);
  });

  it('says nothing of what changes nothing', () => {
    const neutral = { temp: 1, top_p: 1, top_k: 0, min_p: 0, rep_pen: 1, freq_pen: 0, presence_pen: 0 };
    expect(
      readPreset({ ...neutral, dry_multiplier: 0, dry_base: 1.75, xtc_probability: 0, xtc_threshold: 0.1 }),
    ).toEqual({
      preset: {},
      ignored: [],
    });
    expect(readPreset({ temp: 1, reasoning_effort: 'auto' }).preset).toEqual({});
  });

  it.each<Record<string, unknown>>([
    { temp: 99, top_p: -4, top_k: 1e9, min_p: 7, rep_pen: 50, freq_pen: -9, presence_pen: 9, genamt: 1 },
    {
      dry_multiplier: 1e9,
      dry_base: 0,
      dry_allowed_length: 1e9,
      xtc_probability: 4,
      xtc_threshold: -1,
      genamt: 1e12,
    },
    {
      temp: 'hot',
      top_p: null,
      top_k: [],
      min_p: {},
      seed: 1e300,
      stop: Array(40)
        .fill('x')
        .map((x, n) => x + n),
    },
    { stop: '['.repeat(1_000_000), custom_stopping_strings: '"a"'.repeat(100_000) },
    { temp: Number.NaN, top_k: 2.5, stop: ['y'.repeat(500), '', 'z'], reasoning_effort: 'constructor' },
  ])('comes out within the bounds: %j', (fields) => {
    const { preset } = readPreset({ temperature: 0.9, ...fields });
    expect(presetSchema.safeParse(preset)).toMatchObject({ success: true });
    expect(Object.keys(preset).length).toBeGreaterThan(0);
  });

  it.each([{}, { name: 'Mira', description: 'A card' }])('is nothing else: %j', (fields) => {
    expect(() => readPreset(fields)).toThrow(/no preset/);
  });
});
