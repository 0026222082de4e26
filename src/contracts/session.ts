import type { Persona } from './persona.js';
import type { Receipt } from './receipt.js';

/** A character answers, the persona is the user, a guest speaks from another door, a narrator is nobody of these. */
export type MemberKind = 'character' | 'persona' | 'narrator' | 'guest';

/** Who takes part in a session. */
export interface MemberView {
  id: string;
  kind: MemberKind;
  /** Of a member that is played. */
  characterId?: string;
  name: string;
}

/**
 * Why the source is not sent whole: there is none, it was said never to be, it left to make room for messages, messages
 * are folded, or it takes too much of the window.
 */
export type SourceAbsence = 'no_source' | 'never' | 'made_room' | 'folded' | 'too_long';

/** How much of what was said before is recalled: what surely matters, what stands out, or all that may help. */
export const RECALL_MEASURES = ['frugal', 'balanced', 'thorough'] as const;
export type RecallMeasure = (typeof RECALL_MEASURES)[number];

/**
 * Whose time the story lives in: `mine`, the user's own days, or its `own`, in which no date of the calendar is told and
 * nobody grows older while the user is away.
 */
export const STORY_TIMES = ['mine', 'own'] as const;
export type StoryTime = (typeof STORY_TIMES)[number];

/** An item of `GET /api/sessions` (newest activity first) */
export interface SessionSummary {
  id: string;
  title: string;
  characterId: string;
  characterName: string;
  hasAvatar: boolean;
  /** Of the character's picture, as on `CharacterSummary`. */
  avatarHash: string | null;
  /** The number of the newest message. */
  lastSeq: number;
  /** Messages that there are to show: numbers of wiped ones are not counted. */
  messages: number;
  /** The last line said, shortened, for a list. */
  lastLine: string;
  /** By which it is talked with; null: the character's, else the owner's default. */
  connectionId: string | null;
  createdAt: string;
  updatedAt: string;
}

/** `GET /api/sessions/:id` */
export interface SessionView extends SessionSummary {
  /** Who takes part: a character and the persona at least. */
  members: MemberView[];
  persona: Persona;
  /** Whose text the persona's is; null where it was given one of its own. */
  personaId: string | null;
  /** The branch that is open. */
  branchId: string;
  /** The author's note: goes with every turn, at its end. */
  note: string;
  /** Another, for the next reply only: gone once that is stored. */
  noteOnce: string;
  /** The most tokens that a turn may send; null: as many as the window has room for. */
  tokenBudget: number | null;
  /** How much of what was said before is recalled. */
  recall: RecallMeasure;
  /** Whose time the story lives in. */
  storyTime: StoryTime;
  /** The point in the story that it stands at: a section of the character's first source; null: the end of it. */
  upToSection: number | null;
  upToTitle: string | null;
  /** Whether the source itself is sent, word for word; null: when it takes less than half of the window. */
  pinSource: boolean | null;
  /** Whether it is sent as things stand, and if not, why: that is known once a prompt was made. */
  sourcePinned: boolean;
  sourceNotPinnedBecause?: SourceAbsence;
  /** The receipt of the newest turn that finished. */
  receipt?: Receipt;
}

/** What may be changed of a session (`PATCH /api/sessions/:id`). */
export interface SessionChange {
  title?: string;
  /** A text of its own: the session is then no persona's. */
  persona?: Partial<Persona>;
  personaId?: string;
  note?: string;
  noteOnce?: string;
  tokenBudget?: number | null;
  pinSource?: boolean | null;
  recall?: RecallMeasure;
  storyTime?: StoryTime;
  /** Null: the character's, else the owner's default. */
  connectionId?: string | null;
}
