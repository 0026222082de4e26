/** An item of `GET /api/sessions/:id/branches`, the oldest first */
export interface BranchView {
  id: string;
  /** The branch that it left. */
  parentId: string | null;
  /** The last number that it shares with its parent. */
  fromSeq: number;
  title: string;
  lastSeq: number;
  /** Of what was said on it alone; empty where nothing was. */
  lastLine: string;
  /** It is the one that is open. */
  current: boolean;
  createdAt: string;
}
