import type { Preset, ThinkingEffort } from '../../contracts/connection.js';
import { Problem } from '../../contracts/problem.js';
import type { ReadPresetView } from '../../contracts/supplier.js';
import { storable } from '../../text/encoding/storable.js';

type Fields = Record<string, unknown>;

/** A number of a preset: what it is called elsewhere, what a connection's preset takes, and what changes nothing. */
interface Amount {
  names: readonly string[];
  least: number;
  most: number;
  whole?: boolean;
  neutral: readonly number[];
}

const AMOUNTS = {
  temperature: { names: ['temp', 'temperature'], least: 0, most: 5, neutral: [1] },
  topP: { names: ['top_p'], least: 0, most: 1, neutral: [1] },
  topK: { names: ['top_k'], least: -1, most: 1000, whole: true, neutral: [0, -1] },
  minP: { names: ['min_p'], least: 0, most: 1, neutral: [0] },
  frequencyPenalty: { names: ['freq_pen', 'frequency_penalty'], least: -2, most: 2, neutral: [0] },
  presencePenalty: { names: ['presence_pen', 'presence_penalty'], least: -2, most: 2, neutral: [0] },
  // 0 is no value of it: programs write it where nothing is set.
  repetitionPenalty: { names: ['rep_pen', 'repetition_penalty'], least: 0, most: 3, neutral: [1, 0] },
  seed: { names: ['seed'], least: 0, most: Number.MAX_SAFE_INTEGER, whole: true, neutral: [] },
} satisfies Partial<Record<keyof Preset, Amount>>;

const MULTIPLIER: Amount = { names: ['dry_multiplier'], least: 0, most: 10, neutral: [0] };
const BASE: Amount = { names: ['dry_base'], least: 1, most: 10, neutral: [] };
const ALLOWED: Amount = { names: ['dry_allowed_length'], least: 0, most: 100, whole: true, neutral: [] };
const PROBABILITY: Amount = { names: ['xtc_probability'], least: 0, most: 1, neutral: [0] };
const THRESHOLD: Amount = { names: ['xtc_threshold'], least: 0, most: 1, neutral: [] };

const STOPS = ['stop', 'stop_sequences', 'stopping_strings', 'custom_stopping_strings'];
const MOST_STOPS = 16;
const LONGEST_STOP = 200;
/** In UTF-16 units: a list that is written as text is no longer. */
const LONGEST_LIST = 50_000;

const EFFORTS: Record<string, ThinkingEffort> = {
  none: 'off',
  off: 'off',
  min: 'low',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'max',
  max: 'max',
};

/** Names that are told at most. */
const MOST_IGNORED = 200;

/**
 * A preset of SillyTavern (text completion, chat completion, NovelAI's own), as far as a connection has the like. Values
 * out of bounds are brought into them; those that change nothing are left out.
 * @throws Problem bad_request where it is no preset
 */
export function readPreset(file: Fields): ReadPresetView {
  const reader = new PresetReader(innermost(file));
  const preset = reader.read();
  if (reader.known.size === 0)
    throw new Problem(
      'bad_request',
      'This is no preset that can be read: nothing in it is a setting of SillyTavern, such as temperature or top_p.',
    );
  return { preset, ignored: reader.ignored() };
}

/** NovelAI's own files keep it under `parameters`, SillyTavern's collections under `preset`. */
function innermost(file: Fields): Fields {
  for (const name of ['parameters', 'preset'])
    if (typeof file[name] === 'object' && file[name] !== null && !Array.isArray(file[name]))
      return file[name] as Fields;
  return file;
}

class PresetReader {
  /** Names that were understood. */
  readonly known = new Set<string>();

  constructor(private readonly fields: Fields) {}

  read(): Preset {
    const preset: Preset = {};
    for (const [field, amount] of Object.entries(AMOUNTS) as [keyof typeof AMOUNTS, Amount][]) {
      const value = this.amount(amount);
      if (value !== undefined) preset[field] = value;
    }
    const [multiplier, base, allowedLength] = [MULTIPLIER, BASE, ALLOWED].map((one) => this.amount(one));
    if (multiplier !== undefined)
      preset.dry = {
        multiplier,
        ...(base !== undefined && { base }),
        ...(allowedLength !== undefined && { allowedLength }),
      };
    const [probability, threshold] = [PROBABILITY, THRESHOLD].map((one) => this.amount(one));
    if (probability !== undefined)
      preset.xtc = { probability, ...(threshold !== undefined && { threshold }) };
    const maxReplyTokens = this.amount({
      names: this.lengths(),
      least: 16,
      most: 1_000_000,
      whole: true,
      neutral: [],
    });
    if (maxReplyTokens !== undefined) preset.maxReplyTokens = maxReplyTokens;
    const stop = this.stops();
    if (stop.length) preset.stop = stop;
    const thinking = this.thinking();
    if (thinking) preset.thinking = thinking;
    return preset;
  }

  ignored(): string[] {
    return Object.keys(this.fields)
      .filter((name) => !this.known.has(name))
      .slice(0, MOST_IGNORED)
      .map((name) => storable(name));
  }

  /** `max_length` is the reply's in NovelAI's presets, and the window in those of text completion. */
  private lengths(): string[] {
    const isWindow = 'genamt' in this.fields || 'temp' in this.fields || 'openai_max_tokens' in this.fields;
    return ['openai_max_tokens', 'genamt', ...(isWindow ? [] : ['max_length'])];
  }

  private amount({ names, least, most, whole, neutral }: Amount): number | undefined {
    let found: number | undefined;
    for (const name of names) {
      const value = numberOf(this.fields[name]);
      if (value === undefined) continue;
      this.known.add(name);
      found ??= value;
    }
    // A seed below 0 is none.
    if (found === undefined || (names[0] === 'seed' && found < 0)) return undefined;
    const bounded = Math.min(most, Math.max(least, whole ? Math.round(found) : found));
    return neutral.includes(bounded) ? undefined : bounded;
  }

  private stops(): string[] {
    const all = STOPS.flatMap((name) => {
      const list = listOf(this.fields[name]);
      if (!list) return [];
      this.known.add(name);
      return list;
    });
    const fit = all
      .map((text) => storable(text))
      .filter((text) => text !== '' && text.length <= LONGEST_STOP);
    return [...new Set(fit)].slice(0, MOST_STOPS);
  }

  private thinking(): ThinkingEffort | undefined {
    const effort = this.fields['reasoning_effort'];
    if (typeof effort !== 'string') return undefined;
    this.known.add('reasoning_effort');
    return Object.hasOwn(EFFORTS, effort) ? EFFORTS[effort] : undefined;
  }
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Strings, also where they are written as JSON within a string, as SillyTavern does. */
function listOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') {
    if (value.trim() === '') return [];
    if (value.length > LONGEST_LIST) return undefined;
    try {
      return listOf(JSON.parse(value)) ?? [value];
    } catch {
      return [value];
    }
  }
  if (!Array.isArray(value)) return undefined;
  const strings = value.filter((one): one is string => typeof one === 'string');
  return strings.length === value.length ? strings : undefined;
}
