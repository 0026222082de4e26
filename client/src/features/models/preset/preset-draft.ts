import {
  THINKING_EFFORTS,
  type Preset,
  type ThinkingEffort,
} from '../../../../../src/contracts/connection.js';

/** The numbers of a preset and between what they may be, as the server has it. */
export const PRESET_NUMBERS = {
  temperature: { least: 0, most: 5, step: 0.05 },
  topP: { least: 0, most: 1, step: 0.01 },
  minP: { least: 0, most: 1, step: 0.01 },
  topK: { least: -1, most: 1000, step: 1 },
  maxReplyTokens: { least: 16, most: 1_000_000, step: 1 },
  frequencyPenalty: { least: -2, most: 2, step: 0.05 },
  presencePenalty: { least: -2, most: 2, step: 0.05 },
  repetitionPenalty: { least: 0, most: 3, step: 0.01 },
  dryMultiplier: { least: 0, most: 10, step: 0.05 },
  dryBase: { least: 1, most: 10, step: 0.05 },
  dryAllowedLength: { least: 0, most: 100, step: 1 },
  xtcProbability: { least: 0, most: 1, step: 0.01 },
  xtcThreshold: { least: 0, most: 1, step: 0.01 },
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, step: 1 },
} as const;
export type PresetNumber = keyof typeof PRESET_NUMBERS;

/** A preset as it is typed; empty is the server's own default. */
export type PresetDraft = Record<PresetNumber | 'stop' | 'extra', string> & { thinking: ThinkingEffort | '' };
export type PresetErrors = Partial<
  Record<keyof PresetDraft, 'number' | 'range' | 'whole' | 'needs' | 'json' | 'stop'>
>;

const MOST_STOPS = 16;

const TOP = [
  'temperature',
  'topP',
  'minP',
  'topK',
  'maxReplyTokens',
  'frequencyPenalty',
  'presencePenalty',
  'repetitionPenalty',
  'seed',
] as const;

export function presetDraft(preset: Preset): PresetDraft {
  const typed = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    ...(Object.fromEntries(TOP.map((name) => [name, typed(preset[name])])) as Record<
      (typeof TOP)[number],
      string
    >),
    dryMultiplier: typed(preset.dry?.multiplier),
    dryBase: typed(preset.dry?.base),
    dryAllowedLength: typed(preset.dry?.allowedLength),
    xtcProbability: typed(preset.xtc?.probability),
    xtcThreshold: typed(preset.xtc?.threshold),
    stop: (preset.stop ?? []).map((stop) => stop.replaceAll('\n', '\\n')).join('\n'),
    thinking: preset.thinking ?? '',
    extra: preset.extra ? JSON.stringify(preset.extra, null, 2) : '',
  };
}

/** What was typed as a preset, or what is wrong with it, field by field. */
export function presetOf(draft: PresetDraft): { preset: Preset; errors: PresetErrors } {
  const errors: PresetErrors = {};
  const numbers: Partial<Record<PresetNumber, number>> = {};
  for (const name of Object.keys(PRESET_NUMBERS) as PresetNumber[]) {
    const text = draft[name].trim();
    if (!text) continue;
    const { least, most, step } = PRESET_NUMBERS[name];
    // A comma stands before the decimals in half of the world.
    const value = Number(text.replace(/^(-?\d*),(\d+)$/, '$1.$2'));
    if (!Number.isFinite(value)) errors[name] = 'number';
    else if (step === 1 && !Number.isInteger(value)) errors[name] = 'whole';
    else if (value < least || value > most) errors[name] = 'range';
    else numbers[name] = value;
  }
  const { dryMultiplier, dryBase, dryAllowedLength, xtcProbability, xtcThreshold, ...top } = numbers;
  if (
    dryMultiplier === undefined &&
    !errors.dryMultiplier &&
    (draft.dryBase.trim() || draft.dryAllowedLength.trim())
  )
    errors.dryMultiplier = 'needs';
  if (xtcProbability === undefined && !errors.xtcProbability && draft.xtcThreshold.trim())
    errors.xtcProbability = 'needs';
  const stop = draft.stop
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('\\n', '\n'));
  if (stop.length > MOST_STOPS || stop.some((line) => line.length > 200)) errors.stop = 'stop';
  const extra = jsonObject(draft.extra);
  if (extra === null) errors.extra = 'json';
  const preset: Preset = {
    ...top,
    ...(dryMultiplier !== undefined && {
      dry: {
        multiplier: dryMultiplier,
        ...(dryBase !== undefined && { base: dryBase }),
        ...(dryAllowedLength !== undefined && { allowedLength: dryAllowedLength }),
      },
    }),
    ...(xtcProbability !== undefined && {
      xtc: { probability: xtcProbability, ...(xtcThreshold !== undefined && { threshold: xtcThreshold }) },
    }),
    ...(stop.length > 0 && { stop }),
    ...(THINKING_EFFORTS.includes(draft.thinking as ThinkingEffort) && {
      thinking: draft.thinking as ThinkingEffort,
    }),
    ...(extra && { extra }),
  };
  return { preset, errors };
}

/** Undefined for nothing, null for what is no object. */
function jsonObject(text: string): Record<string, unknown> | undefined | null {
  if (!text.trim()) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
