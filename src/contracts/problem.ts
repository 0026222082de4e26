import type { Scope } from './api-key.js';
import type { CharacterTwin } from './character.js';

/**
 * What can go wrong for a person, by stable code, and the HTTP status it answers with.
 * A code never changes its meaning; its sentence may.
 */
export const PROBLEMS = {
  bad_request: 400,
  not_signed_in: 401,
  sign_in_refused: 401,
  sign_in_throttled: 429,
  host_not_allowed: 403,
  origin_not_allowed: 403,
  not_found: 404,
  conflict: 409,
  idempotency_conflict: 409,
  idempotency_running: 409,
  changed_meanwhile: 412,
  internal: 500,
  database_away: 503,
  disk_full: 507,
  schema_of_another_version: 503,
  uploads_busy: 503,
  backup_busy: 429,

  // API keys
  key_expired: 401,
  key_in_address: 400,
  scope_missing: 403,
  owner_only: 403,
  rate_limited: 429,

  // conversations
  empty_message: 400,
  context_too_long: 422,
  history_unreadable: 422,
  several_conversations: 409,
  nothing_to_answer: 409,
  turn_running: 409,
  turn_interrupted: 503,
  too_much_waiting: 429,
  reply_not_stored: 500,

  // the model
  model_key_refused: 502,
  model_needed: 409,
  model_unknown: 502,
  model_context_too_long: 502,
  model_rate_limited: 502,
  model_no_credit: 502,
  model_unreachable: 502,
  model_failed: 502,
  model_list_missing: 502,
  model_empty: 502,
  model_refused: 502,
  model_called_tool: 502,
  model_cannot_see: 502,
  model_bad_json: 502,

  // links and files
  link_not_allowed: 422,
  link_unreachable: 422,
  link_refused: 422,
  page_blocked: 422,
  page_empty: 422,
  too_many_redirects: 422,
  download_too_large: 422,
  download_too_slow: 422,
  not_a_picture: 422,
  file_too_large: 413,
  file_not_text: 422,
  file_unsupported: 422,
  file_encrypted: 422,
  file_broken: 422,
  file_too_heavy: 422,
  reading_failed: 422,
  archive_unsafe: 422,
  part_left_out: 422,
  nobody_found: 422,
  about_nobody: 422,
  nothing_to_tell: 422,
  not_yet_named: 422,
  nothing_new: 422,
  budget_reached: 422,

  // character cards and pictures
  card_unreadable: 422,
  card_too_large: 413,
  tavern_chat: 422,
  tavern_settings: 422,
  tavern_looks: 422,
  tavern_preset: 422,
  tavern_group: 422,
  character_exists: 409,
  picture_too_large: 413,
  picture_broken: 422,
  too_many_pictures: 422,
  pictures_unavailable: 501,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** An error that a person can do something about: a stable code and a sentence that says what. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    message: string,
    private readonly options?: ErrorOptions & {
      retryAfter?: number;
      /** What another server said of it, in its own words, short. */
      detail?: string;
      conversations?: ConversationChoice[];
      twin?: CharacterTwin;
      scope?: Scope;
      param?: string;
    },
  ) {
    super(message, options);
    this.name = 'Problem';
  }

  /** In how many seconds it may go well, where that is known. */
  get retryAfter(): number | undefined {
    return this.options?.retryAfter;
  }

  get detail(): string | undefined {
    return this.options?.detail;
  }

  /** What a file holds of which one is to be chosen. */
  get conversations(): ConversationChoice[] | undefined {
    return this.options?.conversations;
  }

  /** Of `character_exists`: who is there. */
  get twin(): CharacterTwin | undefined {
    return this.options?.twin;
  }

  /** Of `scope_missing`: the one that is wanted. */
  get scope(): Scope | undefined {
    return this.options?.scope;
  }

  /** The field of the request that is wrong: `messages[0].role`. */
  get param(): string | undefined {
    return this.options?.param;
  }

  get statusCode(): number {
    return PROBLEMS[this.code];
  }
}

/** A conversation of a file that holds several. */
export interface ConversationChoice {
  /** What to ask for it by: its number in the file, from 1. */
  n: number;
  /** As its program calls it; may be empty. */
  title: string;
  /** When it began, where that is known. */
  at: string | null;
  messages: number;
}

/** How a problem is sent. */
export interface ErrorView {
  statusCode: number;
  code: string;
  message: string;
  /** Seconds after which it may go well. */
  retryAfter?: number;
  /** What the model's server said of it, in its own words. */
  detail?: string;
  /** Of `several_conversations`: those that the file holds. */
  conversations?: ConversationChoice[];
  /** Of `character_exists`: who is there. */
  twin?: CharacterTwin;
  /** Of `scope_missing`: the scope that the key lacks. */
  scope?: Scope;
  /** Of `bad_request`: the field that is wrong, such as `sheet.identity[0].kind`. */
  param?: string;
}
