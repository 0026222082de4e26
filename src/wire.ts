/**
 * What goes over the wire, as types: the server sends these, the client imports them. No code.
 * Ids are UUIDs, dates ISO 8601 strings in UTC.
 */
import type { Sheet } from './contracts/sheet.js';

export interface ErrorView {
  statusCode: number;
  code: string;
  message: string;
  /** Seconds after which it may go well. */
  retryAfter?: number;
}

export interface Page<T> {
  items: T[];
  /** Pass it as `before` (or `after`, where a list runs forward) for the next page; absent at the end. */
  next?: string;
}

/** Why a row of a backup was not put back, or not as it was. */
export type LeftOutReason =
  /** It is no JSON, or too long or too deeply nested to be read. */
  | 'unreadable'
  /** A value is missing, of a wrong type, or out of range. */
  | 'invalid'
  /** Its id, or its place, is another's. */
  | 'conflict'
  /** What it belongs to is not there. */
  | 'without_parent'
  /** Its number lies where no story leads. */
  | 'out_of_sequence'
  /** What it cannot do without is not there: a character without a sheet, a conversation without a story. */
  | 'incomplete'
  /** It was put back without what could not be read of it; such rows are not counted as left out. */
  | 'mended';

export interface LeftOutView {
  table: string;
  /** Rows that were not put back. */
  count: number;
  /** With a few ids, or line numbers where there is no id. */
  reasons: { reason: LeftOutReason; count: number; examples: string[] }[];
}

/** `POST /api/restore` */
export interface RestoreView {
  /** How many rows were put back, by table; what was there already is not counted. */
  restored: Record<string, number>;
  /** What could not be read. Empty for an archive as it was saved. */
  leftOut: LeftOutView[];
}

// ── the service ────────────────────────────────────────────────────────────

/** `GET /api/about` */
export interface AboutView {
  version: string;
  model: ModelCard;
}

/** An item of `GET /api/sign-ins`: a browser that is signed in. */
export interface SignInView {
  id: string;
  createdAt: string;
  /** Some minutes old at most while it is in use. */
  lastSeenAt: string;
  /** The IP address that it was last seen at. */
  address: string;
  /** In a word or two, such as "Firefox, Windows"; empty when nothing is known of it. */
  device: string;
  /** The one that asks. */
  current: boolean;
}

export interface ModelCard {
  name: string;
  provider: 'understudy' | 'openai';
  /** The understudy is none, and the client says so. */
  isLanguageModel: boolean;
  /** In tokens. */
  window: number;
  /** Where the window's size is known from. */
  windowFrom: 'configured' | 'server' | 'table' | 'default';
  /** A sentence in each language on what this model is. */
  note: { en: string; zh: string };
  /** What is wrong with how it is served, and what to do about it. */
  warning?: { en: string; zh: string };
}

// ── characters and sources ─────────────────────────────────────────────────

/** An item of `GET /api/characters` */
export interface CharacterSummary {
  id: string;
  name: string;
  /** One line on who they are: the sheet's first identity claim, or the scenario. */
  tagline: string;
  sheetVersion: number;
  hasAvatar: boolean;
  sample: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface SourceSummary {
  id: string;
  title: string;
  kind: 'link' | 'file';
  url?: string;
  /** The very revision that was read, where the page has any. */
  permalink?: string;
  /** On what terms the site gives its text away, in a few words, as far as that is known. */
  licence?: string;
  /** UTF-16 units. */
  length: number;
  sections: number;
  passages: number;
}

/** `GET /api/characters/:id`; its avatar, if any, is at `/api/characters/:id/avatar` */
export interface CharacterView extends CharacterSummary {
  sheet: Sheet;
  sources: SourceSummary[];
  /** Of an import: what of the card was not understood, in words; empty when all was. */
  report?: string[];
}

/** An item of `GET /api/characters/:id/versions` (newest first) */
export interface SheetVersionView {
  version: number;
  createdAt: string;
  cause: 'ingest' | 'import' | 'edit' | 'sample';
}

/** `GET /api/sources/:id` */
export interface SourceView extends SourceSummary {
  encoding?: string;
  revision?: string;
  createdAt: string;
  sectionList: { n: number; title: string; length: number }[];
}

/** `GET /api/sources/:id/sections/:n` */
export interface SectionView {
  sourceId: string;
  n: number;
  title: string;
  text: string;
  /** In order; `start` and `end` are UTF-16 offsets in the section's text. */
  passages: { id: string; start: number; end: number; text: string }[];
}

/** `GET /api/sources/:id/passages/:passageId`: where a citation stands. */
export interface PassageView {
  sourceId: string;
  id: string;
  section: number;
  sectionTitle: string;
  text: string;
}

// ── ingests ────────────────────────────────────────────────────────────────

export type IngestStatus = 'queued' | 'running' | 'needs_choice' | 'done' | 'failed' | 'cancelled';
export type IngestStep = 'fetch' | 'decode' | 'read' | 'choose' | 'write' | 'verify' | 'done';

export interface CastMember {
  name: string;
  aliases: string[];
  /** Quotations attributed to them. */
  quotes: number;
  /** Times they are named. */
  mentions: number;
  /** The section that first names them. */
  firstSection?: number;
}

/** A name that may be several people's, which the program does not decide. */
export interface CastQuestion {
  name: string;
  /** Names in the cast. */
  among: string[];
}

/** A page that belongs to one that was read: it is fetched only when somebody asks for it. */
export interface PageOffer {
  url: string;
  title: string;
  /** It likely tells who somebody is or how they speak. */
  suggested: boolean;
  licence?: string;
  state?: 'chosen' | 'taken';
}

/** Two people whose lines stand next to each other, and how often. */
export interface CastTalks {
  a: string;
  b: string;
  times: number;
}

/** What a person says of the cast: this name means that member of it. */
export interface CastMerge {
  name: string;
  into: string;
}

/** A file, or what a link led to, whose encoding was guessed. Another is chosen by `POST /api/ingests/:id/encoding`. */
export interface FileDoubt {
  file: number;
  name: string;
  /** As it was read. */
  encoding: string;
  options: { encoding: string; preview: string }[];
}

/** `GET /api/ingests/:id/estimate?names=…&upToSection=…`: what writing these would take. Nothing, without a model. */
export interface WritingEstimate {
  /** Read and written, about. */
  tokens: { in: number; out: number };
  requests: number;
  parts: number;
  /** Parts that were written before and are not paid for again; the amounts leave them out. */
  paidParts: number;
  /** Where the model's price is known, in its currency. */
  cost?: number;
}

/**
 * A passage that speaks to a language model, as a hidden instruction would. What it says there, and what stands beside it,
 * is kept out of all that a model is sent, until a person lets it in by `PUT /api/ingests/:id/flags`.
 */
export interface IngestFlag {
  sourceId: string;
  passageId: string;
  /** The source's title, and the section's. */
  source: string;
  section: string;
  /** What is kept out, shortened. */
  text: string;
  letIn: boolean;
  /** On the last one: how many more passages are kept out of which none is listed. */
  more?: number;
}

/** `GET /api/ingests/:id` */
export interface IngestView {
  id: string;
  status: IngestStatus;
  step: IngestStep;
  /** 0..1 */
  progress: number;
  message: string;
  title: string;
  cast: CastMember[];
  questions: CastQuestion[];
  /** Asked for by `POST /api/ingests/:id/pages`. */
  offers: PageOffer[];
  /** Links that could not be read while others could, and why. */
  unread: { url: string; code: string; message: string }[];
  /** Who speaks with whom, most first. */
  talks: CastTalks[];
  /** As a person has said; `cast`, `questions` and `talks` are told with them. `PUT /api/ingests/:id/merges` */
  merges: CastMerge[];
  /** While it waits for a choice. */
  doubts: FileDoubt[];
  /** Those that it has made, or the one that it adds to. */
  characterIds: string[];
  sourceIds: string[];
  flags: IngestFlag[];
  /** Tokens that writing has taken so far. */
  spentTokens: number;
  createdAt: string;
  error?: { code: string; message: string };
}

// ── sessions ───────────────────────────────────────────────────────────────

export interface Persona {
  name: string;
  description: string;
}

/** An item of `GET /api/personas`, the oldest first */
export interface PersonaView extends Persona {
  id: string;
  /** New conversations take it. */
  isDefault: boolean;
  /** How many conversations have it. */
  sessions: number;
  createdAt: string;
}

/** `GET /api/sessions/:id`, and an item of `GET /api/sessions` (newest activity first) */
export interface SessionView {
  id: string;
  title: string;
  characterId: string;
  characterName: string;
  hasAvatar: boolean;
  persona: Persona;
  /** Whose text the persona's is; null where it was given one of its own. */
  personaId: string | null;
  /** The branch that is told on. */
  branchId: string;
  /** The number of the newest message. */
  lastSeq: number;
  /** Messages that there are to show: numbers of wiped ones are not counted. */
  messages: number;
  /** The last line said, shortened, for a list. */
  lastLine: string;
  /** The author's note: goes with every turn, at its end. */
  note: string;
  /** The most tokens that a turn may send; null: as many as the window has room for. */
  tokenBudget: number | null;
  /** The point in the story that it stands at: a section of the character's first source; null: the end of it. */
  upToSection: number | null;
  upToTitle: string | null;
  /** Whether the source itself is sent, word for word; null: when it takes less than half of the window. */
  pinSource: boolean | null;
  createdAt: string;
  updatedAt: string;
  /** The receipt of the newest turn that finished. */
  receipt?: Receipt;
}

export type MessageRole = 'user' | 'assistant';
export type MessageStatus = 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed';

export interface MessageView {
  id: string;
  sessionId: string;
  /** The place in the story, from 1. */
  seq: number;
  role: MessageRole;
  /** The name of who speaks. */
  speaker: string;
  content: string;
  createdAt: string;
  turnId: string | null;
  status: MessageStatus;
  /** How many replies or versions there are at this place, this one included. */
  swipes: number;
  /** Which of them this is, from 1. */
  version: number;
  /** It is always to be remembered. */
  pinned?: true;
  receipt?: Receipt;
}

/** An item of `GET /api/sessions/:id/pins`, in the order of the story */
export interface PinView {
  message: MessageView;
  pinnedAt: string;
  /** Where the next turn sends it: within the history, with the chronicle, or in the tail until that is rendered anew. */
  stands: 'history' | 'chronicle' | 'tail';
}

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
  /** It is the one that is told on. */
  current: boolean;
  createdAt: string;
}

/** An item of `GET /api/sessions/:id/messages/:messageId/versions` */
export interface MessageVersion extends MessageView {
  /** It stands in the story. */
  chosen: boolean;
}

/** `GET /api/sessions/:id/messages`, oldest first; `next` leads to earlier messages, as `before`. */
export interface MessagesView extends Page<MessageView> {
  /** Pass it as `after` for what follows; absent at the end of the story, and where the newest were asked for. */
  later?: string;
  /** The number around which was looked, where one or a time was given. */
  around?: number;
}

export type PrefixMoved = 'sheet' | 'fold' | 'edit' | 'branch' | 'rule' | 'source' | 'persona';

/** What a turn sent, and what is known of it since. Sizes in bytes of UTF-8 JSON, amounts in tokens. */
export interface Receipt {
  turnId: string | null;
  sheetVersion: number;
  /** The text of the character's source stood in it, word for word. */
  sourcePinned: boolean;
  model: string;
  window: number;
  promptTokensEstimated: number;
  promptTokensReported: number | null;
  cachedTokens: number | null;
  completionTokens: number | null;
  messagesTotal: number;
  messagesVerbatim: number;
  messagesFolded: number;
  /** Numbers of the messages that were recalled into the tail. */
  recalled: number[];
  /** Why each of them was, by number: the words or dates that it was found by, or `neighbour`. */
  recalledFor?: Record<number, string[]>;
  /** How long finding them took. */
  recallMs?: number;
  /** Numbers of pinned messages that stood beside the history, and of those that there was no room for. */
  pinned?: number[];
  pinsLeftOut?: number[];
  /** Names of the lorebook entries that stood in the tail, and of those that were called and had no room. */
  lore?: string[];
  loreLeftOut?: string[];
  /** Names of entries that were not called, and might have been: their keys are too many or too costly to be looked for all. */
  loreMissed?: string[];
  /** How much of the serialised `messages` equals, from the first byte on, the last turn's without its tail. */
  keptPrefixBytes: number;
  tailBytes: number;
  promptBytes: number;
  prefixMovedBy?: PrefixMoved;
  /** The server seems to have read less than it was sent. */
  truncatedByServer: boolean;
  /** As reported by the provider, or by its prices; in its currency. */
  cost?: number;
  /** Where the server holds the conversation: bytes of input that this turn put on the wire. */
  sentBytes?: number;
  /** There, too: bytes of old tails that the server still holds. */
  heldTailBytes?: number;
}

// ── memory ─────────────────────────────────────────────────────────────────

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

/** An item of `GET /api/sessions/:id/turns`, newest first: what charts are drawn from. */
export interface TurnView {
  turnId: string;
  kind: 'reply' | 'regenerate' | 'continue';
  status: 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';
  at: string;
  receipt: Receipt;
}

/** A part of a request, in the order sent. Only the history comes without its text: page through the messages. */
export interface RequestPart {
  kind: 'pinned' | 'chronicle' | 'history' | 'tail';
  /** Estimated. */
  tokens: number;
  bytes: number;
  /** Of those bytes, how many the turn before had sent already. */
  keptBytes: number;
  text?: string;
  fromSeq?: number;
  toSeq?: number;
  messages?: number;
}

/** `GET /api/sessions/:id/turns/:turnId/request`: what a turn sent, rebuilt from the database. */
export interface SentView {
  turnId: string;
  /** Whether the rebuilt bytes are the very ones that were sent, by their SHA-256. */
  exact: boolean;
  parts: RequestPart[];
  receipt: Receipt;
}

/** `POST /api/sessions/:id/impersonate` */
export interface DraftView {
  /** What follows `begun`. */
  text: string;
  receipt: Receipt;
}

/** `POST /api/sessions/:id/context` */
export interface ContextView {
  request: { model: string; messages: { role: 'system' | 'user' | 'assistant'; content: string }[] };
  receipt: Receipt;
}

// ── sockets ────────────────────────────────────────────────────────────────

export type Ack<T> = ({ ok: true } & T) | { ok: false; code: string; message: string };

export interface ClientToServer {
  'session.open': (
    body: { sessionId: string },
    ack: (
      answer: Ack<{
        session: SessionView;
        /** The last 50. */
        messages: MessageView[];
        turn?: { turnId: string; messageId: string; text: string };
      }>,
    ) => void,
  ) => void;
  'session.close': (body: { sessionId: string }, ack: (answer: Ack<object>) => void) => void;
  'message.send': (
    body: { sessionId: string; clientId: string; text: string },
    ack: (answer: Ack<{ message: MessageView; turnId: string }>) => void,
  ) => void;
  'message.edit': (
    body: { sessionId: string; messageId: string; content: string },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  'message.choose': (
    body: { sessionId: string; messageId: string },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  'message.delete': (
    body: { sessionId: string; messageId: string; forever?: boolean },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  'message.pin': (
    body: { sessionId: string; messageId: string; pinned: boolean },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  /** Writes the user's next message in their stead, for the socket that asks; stored is nothing. */
  'draft.write': (
    body: { sessionId: string; draftId: string; begun?: string },
    ack: (answer: Ack<object>) => void,
  ) => void;
  'draft.stop': (body: { draftId: string }, ack: (answer: Ack<object>) => void) => void;
  'turn.stop': (body: { turnId: string }, ack: (answer: Ack<object>) => void) => void;
  'turn.regenerate': (body: { sessionId: string }, ack: (answer: Ack<{ turnId: string }>) => void) => void;
  'turn.continue': (body: { sessionId: string }, ack: (answer: Ack<{ turnId: string }>) => void) => void;
}

export interface ServerToClient {
  'message.created': (event: { message: MessageView }) => void;
  /** The story goes on elsewhere: the session is to be opened again. */
  'branch.opened': (event: { sessionId: string; branchId: string }) => void;
  /** Its title, its persona, its note or its budget is another. */
  'session.changed': (event: { sessionId: string; session: SessionView }) => void;
  /** Another version stands at a place; empty where it was taken out of the story. */
  'message.changed': (event: { sessionId: string; message: MessageView }) => void;
  /** `messageId` is the reply's row, made as the turn starts; `seq` its place. */
  'turn.started': (event: { turnId: string; sessionId: string; message: MessageView }) => void;
  /** `offset` counts UTF-16 units from the reply's beginning. */
  'turn.delta': (event: { turnId: string; sessionId: string; offset: number; text: string }) => void;
  'turn.finished': (event: {
    turnId: string;
    sessionId: string;
    message: MessageView;
    receipt: Receipt;
  }) => void;
  'turn.failed': (event: {
    turnId: string;
    sessionId: string;
    code: string;
    message: string;
    retryable: boolean;
    partial: string;
  }) => void;
  /** To the socket that asked for it. `offset` counts UTF-16 units from the draft's beginning. */
  'draft.delta': (event: { draftId: string; sessionId: string; offset: number; text: string }) => void;
  /** With its receipt, unless it was stopped. */
  'draft.finished': (event: { draftId: string; sessionId: string; text: string; receipt?: Receipt }) => void;
  'draft.failed': (event: { draftId: string; sessionId: string; code: string; message: string }) => void;
  'ingest.progress': (event: {
    id: string;
    status: IngestStatus;
    step: IngestStep;
    progress: number;
    message: string;
  }) => void;
}
