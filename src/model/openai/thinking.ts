const OPEN = '<think>';
const CLOSE = '</think>';

/** Takes a leading `<think>…</think>` out of a reply as it streams; anywhere else the tags are text. */
export class ThinkingFilter {
  #held = '';
  #state: 'start' | 'thinking' | 'after' | 'reply' = 'start';

  /** The part of the text so far that is now known to be reply. */
  push(text: string): string {
    if (this.#state === 'reply') return text;
    this.#held += text;
    if (this.#state === 'start') {
      const lead = this.#held.trimStart();
      const undecided = lead.length < OPEN.length && OPEN.startsWith(lead);
      if (undecided && this.#held.length < 100) return '';
      if (!lead.startsWith(OPEN)) return this.#release(this.#held);
      this.#state = 'thinking';
    }
    if (this.#state === 'thinking') {
      const close = this.#held.indexOf(CLOSE);
      if (close < 0) {
        this.#held = this.#held.slice(1 - CLOSE.length);
        return '';
      }
      this.#held = this.#held.slice(close + CLOSE.length);
      this.#state = 'after';
    }
    const reply = this.#held.trimStart();
    this.#held = '';
    return reply && this.#release(reply);
  }

  /** What was held back and turns out to be reply after all. */
  end(): string {
    return this.#state === 'start' ? this.#release(this.#held) : '';
  }

  #release(text: string): string {
    this.#state = 'reply';
    this.#held = '';
    return text;
  }
}

/** A whole answer without the thinking before it; some templates leave the opening tag to the prompt. */
export function withoutThinking(answer: string): string {
  const close = answer.indexOf(CLOSE);
  if (close < 0) return answer;
  const brace = answer.indexOf('{');
  const leads = answer.trimStart().startsWith(OPEN) || brace < 0 || close < brace;
  return leads ? answer.slice(close + CLOSE.length) : answer;
}
