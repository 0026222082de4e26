/** In what a platform counts the length of a text. */
export type Unit = 'utf-16' | 'code points' | 'bytes';

const SIZES: Record<Unit, (character: string) => number> = {
  'utf-16': (character) => character.length,
  'code points': () => 1,
  bytes: (character) => Buffer.byteLength(character),
};

/** The length of a text as its platform counts it. */
export function sizeOf(text: string, unit: Unit): number {
  if (unit === 'utf-16') return text.length;
  if (unit === 'bytes') return Buffer.byteLength(text);
  let size = 0;
  for (const _ of text) size++;
  return size;
}

/** How many UTF-16 units of a text's beginning have room, whole characters only. */
export function fittingLength(text: string, room: number, unit: Unit): number {
  let [size, length] = [0, 0];
  for (const character of text) {
    size += SIZES[unit](character);
    if (size > room) break;
    length += character.length;
  }
  return length;
}
