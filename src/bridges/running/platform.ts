import type { BridgeKind, BridgeSettings } from '../../contracts/bridge.js';
import type { Capabilities } from '../core/capabilities.js';

/** A message as it came from a platform. */
export interface InboundMessage {
  /** As the platform numbers it, within the chat. */
  messageId: string;
  /** As the platform numbers it; where an answer goes. */
  chat: string;
  kind: 'direct' | 'shared';
  /** How a shared room is called. */
  room?: string;
  /** Of a thread: the channel that it is part of. */
  parent?: string;
  /** Of a shared room: the server that it is part of. */
  server?: string;
  author: { account: string; name: string; roles: readonly string[] };
  text: string;
  /** The bot is mentioned, or one of its messages is replied to. */
  addressed: boolean;
  /** Of a shared room: only who is old enough sees it. */
  isAgeRestricted?: boolean;
}

/** Who hears what comes from a platform. */
export interface PlatformHooks {
  /** The connection stands. @param account what the bot is called there */
  up(account: string): void;
  /** The connection is lost, and may come back. */
  down(): void;
  /** Comes back once the message is stored, or need not be: only then the platform is told so. */
  message(message: InboundMessage): Promise<void>;
  /** @param text null: it was deleted */
  edited(chat: string, messageId: string, text: string | null): Promise<void>;
  /** Whether a message there is one that went out by this bridge. */
  isOurs(chat: string, messageId: string): Promise<boolean>;
  /** Names of characters for somebody who types one; nobody's for a stranger. */
  suggest(account: string, begun: string): Promise<string[]>;
  /** What comes next is read from here on, also by another process: all before is stored. */
  reached(cursor: string): Promise<void>;
  /** A room has another number now. */
  roomMoved(from: string, to: string): Promise<void>;
  /** Somebody wants to see another version of the reply that a message is. @param step 1 or -1 */
  swipe(chat: string, messageId: string, account: string, step: number): Promise<void>;
}

/** What goes with a message that goes out. */
export interface SendOptions {
  /** The same for every try. */
  nonce: string;
  /** The message that it answers, as the platform numbers it. */
  replyTo: string | null;
  /** Whose words they are, where the platform can show it. */
  face?: { characterId: string; name: string };
  /** It is the end of a reply, to which other versions can be asked for. */
  isLast: boolean;
}

/** A platform as it is reached for one bridge. */
export interface PlatformLink {
  readonly caps: Capabilities;
  /** It is the platform that calls: there is nobody to spare by waiting. */
  readonly isCalled?: boolean;
  /**
   * Connects, and stays until the connection ends.
   * @throws PlatformRefusal where the platform does not let us in
   */
  run(hooks: PlatformHooks, signal: AbortSignal): Promise<void>;
  /**
   * @returns the platform's id; null where it says nothing that confirms it
   * @throws PlatformRefusal; anything else: it is not known whether it arrived
   */
  send(chat: string, text: string, options: SendOptions): Promise<{ platformId: string | null }>;
  /** @throws PlatformRefusal `gone` where it can be edited no more */
  edit?(chat: string, platformId: string, text: string, isLast: boolean): Promise<void>;
  /** Looks for a message that was sent and not confirmed; null: it did not arrive. */
  find?(chat: string, text: string, since: Date): Promise<string | null>;
  typing?(chat: string): Promise<void>;
  /** The least time between two edits in a chat, in milliseconds, where it is not the same in all. */
  editPace?(chat: string): number;
}

/** What is needed to make one. */
export interface LinkWish {
  bridgeId: string;
  ownerId: string;
  kind: BridgeKind;
  settings: BridgeSettings;
  /** Opened. */
  secrets: Record<string, string>;
  /** Where an earlier connection had come to, as it told `reached`. */
  cursor: string | null;
}

/** The platform has said no. */
export class PlatformRefusal extends Error {
  constructor(
    /** Stable: `unauthorized`, `too_long`, `rate_limited`, `gone`, `not_allowed`, `refused`, `bad_address`. */
    readonly code: string,
    message: string,
    /** In how many milliseconds it may go well. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'PlatformRefusal';
  }
}
