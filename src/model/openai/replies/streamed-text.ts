import { storable } from '../../../text/encoding/storable.js';

/** A text as it is told while it comes: whole characters that can be stored. */
export class StreamedText {
  length = 0;
  /** The first half of a surrogate pair whose second has not come yet. */
  #half = '';

  /** @returns what can be told of it by now; its last character may have to wait for its other half */
  push(piece: string): string {
    const text = this.#half + piece;
    this.#half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    return this.#told(this.#half ? text.slice(0, -1) : text);
  }

  /** Nothing follows. @returns the half that stayed alone */
  end(): string {
    const half = this.#half;
    this.#half = '';
    return this.#told(half);
  }

  #told(piece: string): string {
    const text = storable(piece);
    this.length += text.length;
    return text;
  }
}
