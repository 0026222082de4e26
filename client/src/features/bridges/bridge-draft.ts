import type { AnswersTo, BridgeKind, BridgeView } from '../../../../src/contracts/bridge.js';
import type { BridgeWish } from '../../api/bridges.js';
import { KIND_FORMS, ROOMS_FIELDS, type RoomsField } from './bridge-kinds.js';

/** A bridge as it is being filled in. */
export interface BridgeDraft {
  name: string;
  /** Of OneBot: whether it is the gateway that calls. */
  isCalled: boolean;
  endpoint: string;
  /** By the names of the settings that its kind has of its own, secrets among them. */
  own: Record<string, string>;
  /** Of the stored secrets, those that it shall do without from now on. */
  dropped: string[];
  messageContent: boolean;
  characterId: string;
  /** Ids, a line or a word each. */
  ids: Record<RoomsField, string>;
  answers: AnswersTo;
  perPerson: string;
  perDay: string;
}

export function draftOf(kind: BridgeKind, bridge: BridgeView | null): BridgeDraft {
  const { settings = {} } = bridge ?? {};
  const { plain } = KIND_FORMS[kind];
  const kept = settings as Record<string, unknown>;
  return {
    name: bridge?.name ?? '',
    isCalled: kind === 'onebot' && bridge !== null && !settings.endpoint,
    endpoint: settings.endpoint ?? '',
    own: Object.fromEntries(plain.map((name) => [name, String(kept[name] ?? '')])),
    dropped: [],
    messageContent: settings.messageContent ?? false,
    characterId: settings.characterId ?? '',
    ids: {
      servers: (settings.servers ?? []).join('\n'),
      rooms: (settings.rooms ?? []).join('\n'),
      roles: (settings.roles ?? []).join('\n'),
    },
    answers: settings.answers ?? 'mention',
    perPerson: String(settings.perPerson ?? ''),
    perDay: String(settings.perDay ?? ''),
  };
}

const ADDRESS = { ws: /^wss?:\/\/\S+$/i, http: /^https?:\/\/\S+$/i };

/** What is wrong with it, by the name of the setting; null: nothing that can be seen here. */
export function errorIn(kind: BridgeKind, draft: BridgeDraft, bridge: BridgeView | null): string | null {
  const { endpoint, plain, secrets, optional = [], shapes = {} } = KIND_FORMS[kind];
  const address = draft.endpoint.trim();
  const isAsked = endpoint.isFirst && !draft.isCalled;
  if ((isAsked || address) && !draft.isCalled && !ADDRESS[endpoint.protocol].test(address)) return 'endpoint';
  const isMissing = (name: string) => !draft.own[name]?.trim();
  const isOdd = (name: string) => !isMissing(name) && shapes[name]?.test(draft.own[name]!.trim()) === false;
  const isKept = (name: string) => (bridge?.settings as Record<string, unknown> | undefined)?.[name] === true;
  const isNeeded = (name: string) => isMissing(name) && !isKept(name) && !optional.includes(name);
  return plain.find(isMissing) ?? [...plain, ...secrets].find(isOdd) ?? secrets.find(isNeeded) ?? null;
}

/** What is said of it to the server; a secret that was not typed stays as it is. */
export function wishOf(kind: BridgeKind, draft: BridgeDraft): BridgeWish {
  const { rooms, messageContent } = KIND_FORMS[kind];
  const address = draft.endpoint.trim();
  const own = Object.entries(draft.own).map(([name, value]) => [name, value.trim()]);
  return {
    ...(draft.name.trim() && { name: draft.name.trim() }),
    settings: {
      endpoint: draft.isCalled || !address ? null : address,
      ...Object.fromEntries(draft.dropped.map((name) => [name, null])),
      ...Object.fromEntries(own.filter(([, value]) => value)),
      characterId: draft.characterId || null,
      ...(rooms.length > 0 && { answers: draft.answers }),
      perPerson: numberIn(draft.perPerson),
      perDay: numberIn(draft.perDay),
      ...Object.fromEntries(
        ROOMS_FIELDS.filter((name) => rooms.includes(name)).map((name) => [name, idsIn(draft.ids[name])]),
      ),
      ...(messageContent && { messageContent: draft.messageContent }),
    },
  };
}

const idsIn = (text: string) => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];

function numberIn(text: string): number | null {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isInteger(number) && number > 0 ? number : null;
}

/** Random, for both sides to prove themselves with: 32 letters and digits. */
export function newToken(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from(
    crypto.getRandomValues(new Uint8Array(32)),
    (byte) => letters[byte % letters.length],
  ).join('');
}
