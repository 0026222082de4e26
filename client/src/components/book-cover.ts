import { truncate } from '../../../src/text/encoding/truncate.js';
/** How a character without a picture is bound: a cloth and a stamped pattern, always the same for one id. */
export interface Binding {
  cloth: string;
  /** The address of a picture of closed curves, woven in gilt. */
  rosette: string;
}

/** What is stamped on a cloth. */
export const GILT = '#ecdfc3';

const CLOTHS = ['#4d5b45', '#3c5063', '#743836', '#7f6231', '#58425a', '#2d5857', '#5d4a3d', '#2f384c'];

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
}

const bindings = new Map<string, Binding>();

export function bindingOf(id: string): Binding {
  const known = bindings.get(id);
  if (known) return known;
  const h = hash(id);
  const petals = 5 + ((h >>> 4) % 7);
  const depth = 0.14 + ((h >>> 8) % 5) * 0.035;
  const strands = 3 + ((h >>> 12) % 2);
  const curves = Array.from({ length: strands }, (_, strand) => {
    const shift = (strand / strands) * Math.PI * 2;
    const points = Array.from({ length: 120 }, (_unused, step) => {
      const angle = (step / 120) * Math.PI * 2;
      const radius = 1 - depth + depth * Math.sin(petals * angle + shift);
      return `${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle)).toFixed(3)}`;
    });
    return `M${points.join('L')}Z`;
  });
  const binding = { cloth: CLOTHS[h % CLOTHS.length] ?? '#2f384c', rosette: pictureOf(curves) };
  bindings.set(id, binding);
  return binding;
}

/** One picture, drawn once, wherever it is shown: a long conversation shows it beside each reply. */
function pictureOf(curves: string[]): string {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.02 -1.02 2.04 2.04" width="192" height="192"><path d="${curves.join('')}" fill="none" stroke="${GILT}" stroke-width="0.03"/></svg>`;
  return URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }));
}

const CJK = /[\u3040-\u30ff\u3400-\u9fff]/;

/** A short name in Chinese or Japanese goes on the cover whole; any other by its initials. */
export function stampOf(name: string): { kind: 'slip' | 'initials'; text: string } {
  const trimmed = name.trim();
  if (CJK.test(trimmed)) return { kind: 'slip', text: truncate(trimmed.replace(/\s/g, ''), 5) };
  const words = trimmed.split(/[\s.·-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? '')][0] ?? '·';
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : '';
  return { kind: 'initials', text: (first + last).toUpperCase() };
}
