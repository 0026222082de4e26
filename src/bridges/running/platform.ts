import type { BridgeKind, BridgeSettings } from '../../contracts/bridge.js';
import type { Capabilities } from '../core/capabilities.js';
import type { Place } from '../core/let-in.js';

/** A picture or a sticker as its platform tells of it: it is fetched once the message is stored. */
export interface InboundPicture {
  kind: 'picture' | 'sticker';
  /** As the platform calls it; empty where it has no name that says anything. */
  name: string;
  /** Where it is: a web address, or whatever `PlatformLink.picture` knows it by. Stored until the message is said. */
  source: string;
}

/** A message as it came from a platform. */
export interface InboundMessage extends Place {
  /** As the platform numbers it, within the chat. */
  messageId: string;
  kind: 'direct' | 'shared';
  /** How a shared room is called. */
  room?: string;
  author: { account: string; name: string; roles: readonly string[] };
  text: string;
  /** What it shows; a picture without a source is named in the text instead. */
  pictures?: readonly InboundPicture[];
  /** When it was written there, where it comes late: now, where it is left out. */
  writtenAt?: Date;
  /** When it was last changed there, where it was. */
  editedAt?: Date;
  /** What answers to it have to carry, where a platform lets only those through. */
  replyWith?: string;
  /** The bot is mentioned, or one of its messages is replied to. */
  addressed: boolean;
  /** Of a shared room: only who is old enough sees it. */
  isAgeRestricted?: boolean;
}

/** How far a chat was read. */
export interface KnownChat {
  chat: string;
  lastMessageId: string;
  /** What people said there of late, as its platform numbers it; without what was deleted since. */
  recent: string[];
}

/** Who hears what comes from a platform. */
export interface PlatformHooks {
  /**
   * The connection stands.
   * @param account what the bot is called there
   * @param isCalled false: messages can be sent, and the platform, which has to call, has not yet
   */
  up(account: string, isCalled?: boolean): void;
  /** The connection is lost, and may come back. */
  down(): void;
  /** Something is not as it has to be, though the connection stands. @param code as of a refusal */
  failed(code: string): void;
  /** Comes back once the message is stored, or need not be: only then the platform is told so. */
  message(message: InboundMessage): Promise<void>;
  /** Somebody has come, and said nothing yet: a stranger is told how to be let in. */
  arrived(message: InboundMessage): Promise<void>;
  /** Somebody can be answered again, who only asks for what is being written. */
  asked(message: InboundMessage): Promise<void>;
  /** Whether something is being written for a chat, and whether something is to be sent there. */
  owed(chat: string): Promise<{ writing: boolean; sending: boolean }>;
  /**
   * @param text null: it was deleted
   * @param at when, where the platform tells: an edit that was taken over before is left then
   */
  edited(place: Place, messageId: string, text: string | null, at?: Date | null): Promise<void>;
  /** The chats in which somebody may talk, with the last message of each that was stored; the liveliest first. */
  known(): Promise<KnownChat[]>;
  /** There was more in a chat than is read after a time away. */
  cut(chat: string): Promise<void>;
  /** Whether a message there is one that went out by this bridge. */
  isOurs(chat: string, messageId: string): Promise<boolean>;
  /** Names of characters for somebody who types one; nobody's for a stranger. */
  suggest(account: string, begun: string): Promise<string[]>;
  /** What comes next is read from here on, also by another process: all before is stored. */
  reached(cursor: string): Promise<void>;
  /** A room has another number now. */
  roomMoved(from: string, to: string): Promise<void>;
  /** Somebody wants to see another version of the reply that a message is. @param step 1 or -1 */
  swipe(
    place: Place,
    messageId: string,
    by: { account: string; roles: readonly string[] },
    step: number,
  ): Promise<void>;
}

/** What goes with a message that goes out. */
export interface SendOptions {
  /** The same for every try. */
  nonce: string;
  /** The message that it answers, as the platform numbers it. */
  replyTo: string | null;
  /** What came with the person's last message for answers to carry. */
  replyWith?: string;
  /** Whose words they are, where the platform can show it. */
  face?: { characterId: string; name: string };
  /** It is the end of a reply, to which other versions can be asked for. */
  isLast: boolean;
  /** It is the beginning of a reply that still grows. */
  isGrowing?: boolean;
}

/** What a picture may take, and the way to an address that its platform has told. */
export interface PictureLimits {
  maxBytes: number;
  signal: AbortSignal;
  /** @param most bytes; `maxBytes` where it is left out @throws Problem where it leads where it may not, or cannot be had */
  fetch: (url: string, most?: number) => Promise<Uint8Array>;
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
  edit?(chat: string, platformId: string, text: string, isLast: boolean, isGrowing?: boolean): Promise<void>;
  /** Looks for a message that was sent and not confirmed; null: it did not arrive. */
  find?(chat: string, text: string, since: Date): Promise<string | null>;
  typing?(chat: string): Promise<void>;
  /**
   * Fetches a picture that the web does not have at an address: one that needs a token, or is encrypted.
   * @param source as the link has told it
   * @throws whatever: it is named in its message then
   */
  picture?(source: string, limits: PictureLimits): Promise<Uint8Array>;
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

/** Whatever a platform wants, in milliseconds. */
const LEAST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** The platform has said no. */
export class PlatformRefusal extends Error {
  /** In how many milliseconds it may go well. */
  readonly retryAfterMs: number | null;

  constructor(
    /** Stable: `unauthorized`, `too_long`, `rate_limited`, `gone`, `not_allowed`, `refused`, `bad_address`. */
    readonly code: string,
    message: string,
    retryAfterMs: number | null = null,
  ) {
    super(message);
    // As a platform says it, which may be anything: a timer takes no more than 24 days, and what it does not take is now.
    this.retryAfterMs =
      retryAfterMs === null
        ? null
        : Math.min(Math.max(Number(retryAfterMs) || 0, LEAST_WAIT_MS), LONGEST_WAIT_MS);
    this.name = 'PlatformRefusal';
  }
}
