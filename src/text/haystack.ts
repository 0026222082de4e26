/** So many words are looked for before it is worth knowing what the text is made of. */
const WORTH_KNOWING = 64;
const SLOTS = 1 << 16;

/** A text in which many words are looked for: most that are not there are known by three of their characters. */
export class Haystack {
  private asked = 0;
  private grams: Uint8Array | null = null;

  constructor(readonly text: string) {}

  /** False where a word is not in it for sure, which takes no look at the text. */
  mayHold(word: string): boolean {
    if (word.length < 3) return true;
    if (!this.grams) {
      if (this.asked++ < WORTH_KNOWING) return true;
      this.grams = new Uint8Array(SLOTS);
      for (let at = 0; at + 3 <= this.text.length; at++) this.grams[slotOf(this.text, at)] = 1;
    }
    for (let at = 0; at + 3 <= word.length; at++) if (!this.grams[slotOf(word, at)]) return false;
    return true;
  }
}

function slotOf(text: string, at: number): number {
  const [a, b, c] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
  return (a * 31_337 + b * 311 + c) % SLOTS;
}
