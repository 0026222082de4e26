import type { ProblemCode } from './problem.js';
import type { ReachedLimit, WorkEstimate } from './spending.js';

/** One entry of the chronicle: what stands for a folded stretch of history. */
export interface FoldView {
  id: string;
  fromSeq: number;
  toSeq: number;
  /** When its first and last message were said. */
  fromAt: string;
  toAt: string;
  text: string;
  madeBy: 'model' | 'extract' | 'person';
  tokens: number;
  createdAt: string;
}

/** `GET /api/sessions/:id/chronicle`, oldest entry first */
export interface ChronicleView {
  entries: FoldView[];
  /** Messages up to this number are folded; 0: none. */
  foldedSeq: number;
  /** An entry is being written in the background. */
  folding: boolean;
}

/** An item of `GET /api/sessions/:id/rules`, oldest first */
export interface RuleView {
  id: string;
  scope: 'session' | 'character';
  text: string;
  /** Where the next turn sends it. */
  stands: 'tail' | 'pinned';
  createdAt: string;
}

/** What a fact is on. */
export const TOPICS = [
  'home',
  'work',
  'study',
  'partner',
  'family',
  'pet',
  'health',
  'plan',
  'promise',
  'other',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Something that was told of somebody and may change, with the message that it rests on. */
export interface FactView {
  id: string;
  /** `user`, `character`, or somebody's name. */
  about: string;
  topic: Topic;
  /** Of several things of a topic, which: the name of a pet, say; may be empty. */
  thing: string;
  /** What was told; the sentence itself where no model read it. */
  text: string;
  /** A newer line says otherwise. */
  past: boolean;
  madeBy: 'model' | 'rule' | 'person';
  messageId: string;
  seq: number;
  /** When that message was said. */
  at: string;
}

/** `GET /api/sessions/:id/facts`: of what is folded, the newest first */
export interface FactsView {
  items: FactView[];
}

/** How many of the entries that the model writes are written. */
export interface WorkProgress {
  done: number;
  total: number;
}

/** `GET /api/sessions/:id/memory`: what the model has not summarised, and what that would take. */
export interface MemoryWorkView {
  /**
   * - `nothing`: all that is folded is summarised, or no language model is connected
   * - `offered`: only the words themselves stand for some messages, until somebody starts
   * - `writing`: the model writes
   * - `budget_reached`: it waits for a limit, see `reached`
   * - `failed`: the model has failed, see `problem`; the next start, or turn, tries again
   */
  state: 'nothing' | 'offered' | 'writing' | 'budget_reached' | 'failed';
  /** Messages that only their own words stand for. */
  messages: number;
  /** What summarising these would take. */
  estimate: WorkEstimate;
  /** The connection that writes, whose limits hold; null: no language model is connected. */
  connectionId: string | null;
  progress: WorkProgress | null;
  reached: ReachedLimit | null;
  problem: ProblemCode | null;
  /** What summarising the oldest messages that still stand word for word would take; null: there are too few. */
  now: WorkEstimate | null;
}
