import type { WorkEstimate } from './spending.js';

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
export interface WritingEstimate extends WorkEstimate {
  parts: number;
  /** Parts that were written before and are not paid for again; the amounts leave them out. */
  paidParts: number;
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

/** An item of `GET /api/ingests` (newest first) */
export interface IngestSummary {
  id: string;
  status: IngestStatus;
  step: IngestStep;
  /** 0..1 */
  progress: number;
  message: string;
  title: string;
  /** Those that it has made, or the one that it adds to. */
  characterIds: string[];
  /** Tokens that writing has taken so far. */
  spentTokens: number;
  createdAt: string;
  error?: { code: string; message: string };
}

/** `GET /api/ingests/:id` */
export interface IngestView extends IngestSummary {
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
  sourceIds: string[];
  flags: IngestFlag[];
}
