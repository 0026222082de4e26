import type { BridgeKind } from '../../../../src/contracts/bridge.js';

/** What a kind of bridge is asked for, beside what all are. */
export interface KindForm {
  /** Settings that are kept sealed, in the order in which they are asked for. */
  secrets: readonly string[];
  /** Settings of one line that are no secret. */
  plain: readonly string[];
  /** Of the secrets, those that it does without. */
  optional?: readonly string[];
  /** How some of them have to look. */
  shapes?: Record<string, RegExp>;
  /** Of the secrets, the one that both sides choose: it is shown while it is typed, and can be made here. */
  made?: string;
  endpoint: {
    protocol: 'ws' | 'http';
    /** It is asked for before anything else, not among what has a default. */
    isFirst: boolean;
  };
  /** What says which rooms are let in. */
  rooms: readonly RoomsField[];
  messageContent?: boolean;
  /** What it proves itself with comes of a code that is scanned. */
  isSignedIn?: boolean;
}

/** Lists of ids. */
export const ROOMS_FIELDS = ['servers', 'rooms', 'roles'] as const;
export type RoomsField = (typeof ROOMS_FIELDS)[number];

export const KIND_FORMS: Record<BridgeKind, KindForm> = {
  onebot: {
    secrets: ['accessToken'],
    plain: [],
    made: 'accessToken',
    endpoint: { protocol: 'ws', isFirst: true },
    rooms: ['rooms'],
  },
  discord: {
    secrets: ['token'],
    plain: [],
    endpoint: { protocol: 'http', isFirst: false },
    rooms: ['servers', 'rooms', 'roles'],
    messageContent: true,
  },
  telegram: {
    secrets: ['token'],
    plain: [],
    endpoint: { protocol: 'http', isFirst: false },
    rooms: ['rooms'],
  },
  'wechat-official': {
    secrets: ['token', 'encodingAesKey', 'appSecret'],
    optional: ['encodingAesKey', 'appSecret'],
    plain: ['appId'],
    made: 'token',
    shapes: { appId: /^\w{4,64}$/, token: /^[A-Za-z0-9]{16,32}$/, encodingAesKey: /^[A-Za-z0-9]{43}$/ },
    endpoint: { protocol: 'http', isFirst: false },
    rooms: [],
  },
  wecom: {
    secrets: ['secret'],
    plain: ['botId'],
    endpoint: { protocol: 'ws', isFirst: false },
    rooms: ['rooms'],
  },
  ilink: {
    secrets: [],
    plain: [],
    endpoint: { protocol: 'http', isFirst: false },
    rooms: [],
    isSignedIn: true,
  },
};
