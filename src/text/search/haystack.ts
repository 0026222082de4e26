/** So many characters are searched before it is worth knowing what the text is made of. */
const WORTH_KNOWING = 200_000;
const SLOTS = 1 << 14;

/** A text in which many words are looked for: most that are not there are known by three of their characters. */
export class Haystack {
  private searched = 0;
  private grams: Uint8Array | null = null;

  constructor(readonly text: string) {}

  /** False where a word is not in it for sure, which takes no look at the text. */
  mayHold(word: string): boolean {
    if (word.length < 3) return true;
    if (!this.grams) {
      this.searched += this.text.length;
      if (this.searched < WORTH_KNOWING) return true;
      this.grams = new Uint8Array(SLOTS);
      for (let at = 0; at + 3 <= this.text.length; at++) this.grams[slotOf(this.text, at)] = 1;
    }
    // From its end: many words of one book begin alike.
    for (let at = word.length - 3; at >= 0; at--) if (!this.grams[slotOf(word, at)]) return false;
    return true;
  }
}

function slotOf(text: string, at: number): number {
  const mixed = text.charCodeAt(at) * 31_337 + text.charCodeAt(at + 1) * 311 + text.charCodeAt(at + 2);
  return mixed & (SLOTS - 1);
}
