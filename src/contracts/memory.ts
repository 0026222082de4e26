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
