import type { AnswersTo, BridgeKind, BridgeView } from '../../../../src/contracts/bridge.js';
import type { BridgeWish } from '../../api/bridges.js';

/** A bridge as it is being filled in. */
export interface BridgeDraft {
  name: string;
  /** Of OneBot: whether it is the gateway that calls. */
  isCalled: boolean;
  endpoint: string;
  secret: string;
  messageContent: boolean;
  characterId: string;
  /** Ids, a line or a word each. */
  rooms: string;
  servers: string;
  roles: string;
  answers: AnswersTo;
  perPerson: string;
  perDay: string;
}

/** The setting that holds what a kind proves itself with. */
export const SECRET_OF: Record<BridgeKind, 'accessToken' | 'token'> = {
  onebot: 'accessToken',
  discord: 'token',
};

export function draftOf(bridge: BridgeView | null): BridgeDraft {
  const { settings = {} } = bridge ?? {};
  const ids = (list: string[] = []) => list.join('\n');
  return {
    name: bridge?.name ?? '',
    isCalled: bridge !== null && !settings.endpoint,
    endpoint: settings.endpoint ?? '',
    secret: '',
    messageContent: settings.messageContent ?? false,
    characterId: settings.characterId ?? '',
    rooms: ids(settings.rooms),
    servers: ids(settings.servers),
    roles: ids(settings.roles),
    answers: settings.answers ?? 'mention',
    perPerson: String(settings.perPerson ?? ''),
    perDay: String(settings.perDay ?? ''),
  };
}

/** What is wrong with it, by what it is about; null: nothing that can be seen here. */
export function errorIn(
  kind: BridgeKind,
  draft: BridgeDraft,
  hasSecret: boolean,
): 'endpoint' | 'secret' | null {
  const address = draft.endpoint.trim();
  const isNeeded = kind === 'onebot' && !draft.isCalled;
  const form = kind === 'onebot' ? /^wss?:\/\/\S+$/i : /^(?:https?:\/\/\S+)?$/i;
  if ((isNeeded || kind === 'discord') && !form.test(address)) return 'endpoint';
  return !hasSecret && draft.secret.trim() === '' ? 'secret' : null;
}

/** What is said of it to the server; a secret that was not typed stays as it is. */
export function wishOf(kind: BridgeKind, draft: BridgeDraft): BridgeWish {
  const isOneBot = kind === 'onebot';
  const secret = draft.secret.trim();
  return {
    ...(draft.name.trim() && { name: draft.name.trim() }),
    settings: {
      endpoint: (isOneBot && draft.isCalled) || !draft.endpoint.trim() ? null : draft.endpoint.trim(),
      ...(secret && { [SECRET_OF[kind]]: secret }),
      characterId: draft.characterId || null,
      rooms: idsIn(draft.rooms),
      answers: draft.answers,
      perPerson: numberIn(draft.perPerson),
      perDay: numberIn(draft.perDay),
      ...(!isOneBot && {
        servers: idsIn(draft.servers),
        roles: idsIn(draft.roles),
        messageContent: draft.messageContent,
      }),
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
