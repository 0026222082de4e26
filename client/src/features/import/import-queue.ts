import type { CharacterTwin, CharacterView, OnTwin } from '../../../../src/contracts/character.js';
import { asFailure, type Failure } from '../../api/failure.js';

/** A card on its way in, and what became of it. */
export interface ImportItem {
  id: number;
  file: File;
  state: ImportState;
}

export type ImportState =
  | { is: 'waiting'; onTwin: OnTwin }
  | { is: 'reading' }
  /** It is here already: somebody has to say what to do. */
  | { is: 'twin'; twin: CharacterTwin }
  | { is: 'taken'; how: 'new' | 'kept' | 'replaced'; characters: TakenCharacter[]; report: string[] }
  | { is: 'skipped'; twin: CharacterTwin }
  | { is: 'refused'; failure: Failure };

export interface TakenCharacter {
  id: string;
  name: string;
}

export type TakeCard = (file: File, onTwin: OnTwin) => Promise<CharacterView>;

export interface ImportList {
  items: readonly ImportItem[];
  /** Files that are no cards, to be read as texts. */
  texts: readonly File[];
  running: boolean;
}

const EMPTY: ImportList = { items: [], texts: [], running: false };

/**
 * Cards that come in one after the other. It outlasts the screen that shows it: the list stays until it is closed.
 * A card that is here already waits for an answer while the others go on.
 */
export class ImportQueue {
  private list = EMPTY;
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  /** @param onTaken told after each card that came in */
  constructor(
    private readonly take: TakeCard,
    private readonly onTaken: () => void,
  ) {}

  readonly get = (): ImportList => this.list;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(cards: readonly File[], texts: readonly File[] = []): Promise<void> {
    const items = cards.map((file) => ({ id: ++this.lastId, file, state: waiting('ask') }));
    this.set({ items: [...this.list.items, ...items], texts: [...this.list.texts, ...texts] });
    return this.run();
  }

  /** Says what to do with cards that are here already. */
  answer(ids: readonly number[], onTwin: OnTwin): Promise<void> {
    this.change(({ id, state }) => {
      if (state.is !== 'twin' || !ids.includes(id)) return state;
      return onTwin === 'skip' ? { is: 'skipped', twin: state.twin } : waiting(onTwin);
    });
    return this.run();
  }

  /** Sends those again that were refused. */
  retry(ids: readonly number[]): Promise<void> {
    this.change(({ id, state }) => (state.is === 'refused' && ids.includes(id) ? waiting('ask') : state));
    return this.run();
  }

  /** No further card is begun. */
  stop(): void {
    this.set({ running: false });
  }

  /** Goes on where it was stopped. @returns when there is nothing left to do, or it was stopped */
  async run(): Promise<void> {
    if (this.list.running) return;
    this.set({ running: true });
    while (this.list.running) {
      const next = this.list.items.find(({ state }) => state.is === 'waiting');
      if (next?.state.is !== 'waiting') break;
      const { onTwin } = next.state;
      this.put(next.id, { is: 'reading' });
      const state = await this.outcome(next.file, onTwin);
      this.put(next.id, state);
      if (state.is === 'taken') this.onTaken();
    }
    this.set({ running: false });
  }

  /** The texts are on their way elsewhere. */
  textsTaken(): void {
    this.set({ texts: [] });
  }

  close(): void {
    this.list = EMPTY;
    this.tell();
  }

  private async outcome(file: File, onTwin: OnTwin): Promise<ImportState> {
    try {
      const character = await this.take(file, onTwin);
      const { id, name, others = [], twin, report = [] } = character;
      const how = twin?.outcome === 'kept' || twin?.outcome === 'replaced' ? twin.outcome : 'new';
      return { is: 'taken', how, characters: [{ id, name }, ...others], report };
    } catch (error) {
      const failure = asFailure(error);
      const { twin } = failure;
      return twin ? { is: 'twin', twin } : { is: 'refused', failure };
    }
  }

  private change(stateOf: (item: ImportItem) => ImportState): void {
    this.set({ items: this.list.items.map((item) => ({ ...item, state: stateOf(item) })) });
  }

  private put(id: number, state: ImportState): void {
    this.change((item) => (item.id === id ? state : item.state));
  }

  private set(part: Partial<ImportList>): void {
    this.list = { ...this.list, ...part };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const waiting = (onTwin: OnTwin): ImportState => ({ is: 'waiting', onTwin });
