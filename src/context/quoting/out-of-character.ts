/** `[OOC: …]`, `((…))` and their like in full width, as all of a message. */
const OUTSIDE = /^\s*(?:[[（(【]\s*OOC\b|\(\(|（（)[\s\S]*[\])）】]\s*$/i;

/** Whether a message stands outside the story: what was asked for then is not to be asked for again. */
export function isOutOfCharacter(text: string): boolean {
  return OUTSIDE.test(text);
}
