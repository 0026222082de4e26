import { z } from 'zod';
import { type SettledScript, settledScriptSchema } from '../../contracts/regex-script.js';
import type { Sheet } from '../../contracts/sheet.js';
import type { Calendar } from '../../context/when/day-label.js';
import type { DatedRule, StandingRule } from '../../context/parts/rules.js';
import type { TailPrompts } from '../../context/parts/tail.js';
import { Problem } from '../../contracts/problem.js';
import type { MemberView, RecallMeasure, SourceAbsence, StoryTime } from '../../contracts/session.js';
import type { Persona } from '../../contracts/persona.js';
import type { PrefixMoved } from '../../contracts/receipt.js';

/** An owner's own words for a part of the tail. */
export interface TailPromptText {
  name: keyof TailPrompts;
  language: Sheet['language'];
  ofCharacter: boolean;
  text: string;
}

/** What a turn needs of a session besides its story. */
export interface SessionSnapshot {
  id: string;
  ownerId: string;
  characterId: string;
  name: string;
  persona: Persona;
  members: MemberView[];
  /** By which it is talked with; null: the owner's default. */
  connectionId: string | null;
  /** The connection that was chosen for one turn, in the place of its own; null outside of such a turn. */
  turnConnectionId: string | null;
  /** `ConnectedModels.revision` when it was read: connections may have changed since. */
  modelsRevision: number;
  timeZone: string;
  storyTime: StoryTime;
  createdAt: Date;
  note: string;
  /** For the next reply only. */
  noteOnce: string;
  branchId: string;
  lastSeq: number;
  /** Tells whether anything but the story has changed since it was read. */
  stamp: string;
  /** Read for an earlier turn, and may be old. */
  isCached: boolean;
  /** When the last message was said. */
  lastAt: Date | null;
  /** Goes up when a message that stands already changes. */
  revision: number;
  /** Messages up to this number are folded, so many. */
  foldedSeq: number;
  foldedMessages: number;
  chronicle: number;
  /** The chronicle's number when messages last came back word for word. */
  unfolded: number;
  /** Entries of the chronicle wait to stand. */
  foldReady: boolean;
  tokenBudget: number | null;
  /** How much of what was said before is recalled. */
  recall: RecallMeasure;
  /** The point in the story that it stands at. */
  upToSection: number | null;
  /** Whether the source itself is to be sent, and whether it has left to make room. */
  pinSource: boolean | null;
  sourceLeft: boolean;
  /** Numbers of the story that are pinned. */
  pins: number[];
  /** Those that hold now. */
  rules: DatedRule[];
  /** Those that were taken back after the last message, and when. */
  endedRules: DatedRule[];
  sheetVersion: number;
  /** The owner's own words for what asks for a reply, and what stands for those of the frame. */
  tailPrompts: TailPromptText[];
  framePrompts: string | null;
  prefix: PrefixSummary;
  sentBytes: number;
  sentHash: Buffer | null;
  movedBy: PrefixMoved | null;
}

/** The time zone by whose days dates are told to the model; null where the story has a time of its own. */
export function calendarOf({
  storyTime,
  timeZone,
}: Pick<SessionSnapshot, 'storyTime' | 'timeZone'>): Calendar {
  return storyTime === 'own' ? null : timeZone;
}

/** Who answers in a session: its first character. */
export function characterOf({ members }: Pick<SessionSnapshot, 'members'>): MemberView {
  return members.find(({ kind }) => kind === 'character')!;
}

/** Who says something in a session: a member but no character, or else the persona; undefined for somebody unknown. */
export function speakerIn(
  { members }: Pick<SessionSnapshot, 'members'>,
  memberId: string | undefined,
): MemberView | undefined {
  return members.find(({ id, kind }) =>
    memberId === undefined ? kind === 'persona' : kind !== 'character' && id === memberId,
  );
}

/** What is known of a prompt prefix without its text. */
export interface PrefixSummary {
  id: string;
  key: string;
  tokens: number;
  language: Sheet['language'];
  afterHistory: string;
  /** The author's note on the character that is told above the newest messages. */
  depthPrompt: string;
  rules: StandingRule[];
  pins: number[];
  lorebook: boolean;
  /** The text of the source stands in it. */
  source: boolean;
  /** Why it does not; null where it does. */
  sourceAbsence: SourceAbsence | null;
  /** The last section of the story that the prompt may use; null: all of it. */
  upToSection: number | null;
  /** Labels of messages are told after it. */
  dated: boolean;
  /** What the card changes in messages that are stored, and in those that are sent after it. */
  scripts: SettledScript[];
}

/** A snapshot whose prompt prefix is not rendered yet, or no longer right. */
export type UnrenderedSnapshot = Omit<SessionSnapshot, 'prefix'> & { prefix: PrefixSummary | null };

const prefixSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    tokens: z.number(),
    language: z.enum(['en', 'zh']),
    afterHistory: z.string(),
    depthPrompt: z.string(),
    rules: z.array(z.object({ id: z.string(), text: z.string() })),
    pins: z.array(z.number()),
    lorebook: z.boolean(),
    source: z.boolean(),
    sourceAbsence: z.enum(['no_source', 'never', 'made_room', 'folded', 'too_long']).nullable(),
    upToSection: z.number().nullable(),
    dated: z.boolean(),
    scripts: z.array(settledScriptSchema),
  })
  .refine(({ source, sourceAbsence }) => source || sourceAbsence !== null);

/** What is known of a prompt prefix as it was stored; null for one that cannot be read, which is then rendered anew. */
export function readPrefixSummary(value: unknown): PrefixSummary | null {
  return prefixSchema.safeParse(value).data ?? null;
}

export const noSuchSession = () =>
  new Problem('not_found', 'There is no such conversation, or it is not yours.');
