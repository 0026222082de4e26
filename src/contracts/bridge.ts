/** Platforms that have a door here. */
export const BRIDGE_KINDS = ['onebot', 'discord', 'telegram', 'ilink', 'wechat-official', 'wecom'] as const;
export type BridgeKind = (typeof BRIDGE_KINDS)[number];

/** Whom a character answers in a shared room: who mentions it or replies to it, says its name, or everybody. */
export const ANSWERS_TO = ['mention', 'name', 'everybody'] as const;
export type AnswersTo = (typeof ANSWERS_TO)[number];

/**
 * How a bridge stands. `uncalled`: it is its platform that calls, and it has not; `waiting`: the connection is lost, and tried
 * again; `refused`: its platform does not take what it proves itself with, so that somebody has to act.
 */
export type BridgeState = 'off' | 'connecting' | 'uncalled' | 'connected' | 'waiting' | 'refused';

/** What may be set of a bridge. Secrets come back as `true`. */
export interface BridgeSettings {
  /**
   * Where its platform is: for OneBot the gateway's WebSocket, without which the gateway has to call here; for Discord,
   * Telegram, iLink and WeChat accounts the root of their HTTP interface, for WeCom its WebSocket, without which it is
   * the platform's own.
   */
  endpoint?: string;
  /** A secret: what both sides of OneBot prove themselves with. */
  accessToken?: string | true;
  /**
   * A secret: the token of a Discord or Telegram bot; of iLink, what comes of signing in; of a WeChat account, what its calls are
   * signed with.
   */
  token?: string | true;
  /** Of a WeChat account: its AppID. */
  appId?: string;
  /** A secret: what a WeChat account writes to people with by itself. Without it, it only answers. */
  appSecret?: string | true;
  /** A secret: the EncodingAESKey of a WeChat account. With it, only sealed messages are taken. */
  encodingAesKey?: string | true;
  /** A secret: that of a WeCom bot. */
  secret?: string | true;
  /** Whether Discord was told that the bot reads all messages, so that names can be answered. */
  messageContent?: boolean;
  /** Who answers in rooms, and whoever was paired without naming somebody. */
  characterId?: string;
  /** Rooms, servers and roles that are let in; nobody else's rooms are. */
  rooms?: string[];
  servers?: string[];
  /** Where some are named, only who has one of them is answered in rooms. */
  roles?: string[];
  answers?: AnswersTo;
  /** The id of a WeCom bot, or of iLink's, which tells it when somebody signs in, with the host that serves it. */
  botId?: string;
  host?: string;
  /** Messages that are answered a day, of one person and of all. */
  perPerson?: number;
  perDay?: number;
}

/** `GET /api/bridges/:id` */
export interface BridgeView {
  id: string;
  kind: BridgeKind;
  name: string;
  enabled: boolean;
  settings: BridgeSettings;
  /** Its secrets cannot be read any more: they have to be entered again. */
  secretsUnreadable: boolean;
  status: BridgeStatus;
  /** People who are paired. */
  people: BridgePerson[];
  /** Replies of which it is not known whether they arrived, and those that were refused, of the last days. */
  unconfirmed: number;
  refused: number;
  /** Messages that wait until their person writes again. */
  held: number;
  createdAt: string;
}

export interface BridgeStatus {
  state: BridgeState;
  /** Since when it is so. */
  since: string;
  /** As the platform calls who we are there. */
  account?: string;
  lastIn?: string;
  lastOut?: string;
  lastError?: { code: string; at: string };
}

export interface BridgePerson {
  id: string;
  name: string;
  characterName: string | null;
  pairedAt: string;
}

/** `GET /api/bridges` */
export interface BridgesView {
  items: BridgeView[];
}

/** What happened at a bridge; no texts. */
export interface BridgeEvent {
  at: string;
  code: string;
  params: Record<string, string | number>;
}

/**
 * How signing in by a code stands, which somebody scans with his phone. `code_needed`: the phone shows a number that is to
 * be typed here, and is `checking` then; `blocked`: it was wrong too often; `expired`: nobody scanned it; `already`: this bot is connected here.
 */
export type SignInState =
  | 'none'
  | 'starting'
  | 'waiting'
  | 'scanned'
  | 'code_needed'
  | 'checking'
  | 'code_wrong'
  | 'blocked'
  | 'expired'
  | 'already'
  | 'confirmed'
  | 'failed';

/** `GET /api/bridges/:id/sign-in` */
export interface SignInView {
  state: SignInState;
  /** What is to be drawn as a QR code. */
  qr?: string;
  /** Why it failed. */
  why?: string;
}

/** `POST /api/bridges/:id/pairings` */
export interface PairingView {
  code: string;
  expiresAt: string;
}
