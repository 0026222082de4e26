/**
 * Whose each slot of a llama.cpp server is: it keeps what a slot read last, so a conversation comes back to its own. Where
 * there are more conversations than slots, the one that was quiet longest gives its slot up.
 */
export class Slots {
  /** By conversation, the quietest first. */
  readonly #held = new Map<string, number>();

  /** @param total slots that the server has */
  of(conversation: string, total: number): number {
    for (const [other, slot] of this.#held) if (slot >= total) this.#held.delete(other);
    const slot = this.#held.get(conversation) ?? this.#free(total);
    this.#held.delete(conversation);
    this.#held.set(conversation, slot);
    return slot;
  }

  forget(conversation: string): void {
    this.#held.delete(conversation);
  }

  #free(total: number): number {
    const taken = new Set(this.#held.values());
    for (let slot = 0; slot < total; slot++) if (!taken.has(slot)) return slot;
    const [quietest, slot] = this.#held.entries().next().value!;
    this.#held.delete(quietest);
    return slot;
  }
}
