import { createHash, randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isSigned, Sealing, signatureOf } from './sealing.js';
import { fieldsOf, xmlOf } from './xml.js';

/** WeChat's clock and ours may differ by so much, and a call takes its time; what is older was heard by others. */
const LASTS_S = 5 * 60;
/** Of calls that were proven: nobody else makes one. */
const MOST_REMEMBERED = 20_000;

/** What an account and its server share. */
export interface AccountKeys {
  appId: string;
  token: string;
  /** Where there is one, nothing is taken that is not sealed. */
  encodingAesKey?: string;
}

export type CallFault = 'unsigned' | 'stale' | 'replayed' | 'unreadable';

/** Proves that calls come from WeChat, and reads them: by the token that both sides know, and the key if there is one. */
export class CallProof {
  private readonly sealing: Sealing | null;
  /** By what was signed: what came with it. */
  private readonly heard = new LRUCache<string, string>({ max: MOST_REMEMBERED, ttl: 2 * LASTS_S * 1000 });

  /** @param now in milliseconds */
  constructor(
    private readonly keys: AccountKeys,
    private readonly now: () => number = Date.now,
  ) {
    this.sealing = keys.encodingAesKey ? new Sealing(keys.encodingAesKey, keys.appId) : null;
  }

  /** What is wrong with the signature of a call, which stands in its address; null: nothing. No body is needed for it. */
  faultOf(query: URLSearchParams): CallFault | null {
    const signed = signedOf(query);
    if (!signed || !isSigned(query.get('signature') ?? '', this.keys.token, ...signed)) return 'unsigned';
    return Math.abs(this.now() / 1000 - Number(signed[0])) > LASTS_S ? 'stale' : null;
  }

  /** A call that has no body, whose address is signed: none comes with that address any more. */
  hear(query: URLSearchParams): void {
    this.isFirstBody(signedOf(query)!.join(' '), '');
  }

  /** The fields of a call whose address is signed. */
  read(query: URLSearchParams, body: string): Map<string, string> | CallFault {
    const envelope = fieldsOf(body);
    if (!envelope) return 'unreadable';
    const signed = signedOf(query)!;
    if (!this.sealing) {
      // The signature is none of the body: whoever has seen one call could say anything with it.
      if (!this.isFirstBody(signed.join(' '), body)) return 'replayed';
      return envelope;
    }
    const sealed = envelope.get('Encrypt') ?? '';
    if (!isSigned(query.get('msg_signature') ?? '', this.keys.token, ...signed, sealed)) return 'unsigned';
    const opened = this.sealing.open(sealed);
    return opened === null ? 'unsigned' : (fieldsOf(opened) ?? 'unreadable');
  }

  /** An answer as WeChat takes it: signed and sealed where its calls are. */
  answer(fields: Record<string, string | number>): string {
    const xml = xmlOf(fields);
    if (!this.sealing) return xml;
    const sealed = this.sealing.seal(xml);
    const timestamp = Math.floor(this.now() / 1000);
    const nonce = String(randomInt(1e9, 1e10));
    return xmlOf({
      Encrypt: sealed,
      MsgSignature: signatureOf(this.keys.token, String(timestamp), nonce, sealed),
      TimeStamp: timestamp,
      Nonce: nonce,
    });
  }

  /** The same call may come again, with the same body. */
  private isFirstBody(signed: string, body: string): boolean {
    const hash = createHash('sha256').update(body).digest('base64');
    const known = this.heard.get(signed) ?? hash;
    this.heard.set(signed, known);
    return known === hash;
  }
}

/** The time and the number that a call's signature is of. */
function signedOf(query: URLSearchParams): [timestamp: string, nonce: string] | null {
  const [timestamp, nonce] = [query.getAll('timestamp'), query.getAll('nonce')];
  if (timestamp.length !== 1 || nonce.length !== 1) return null;
  return /^\d{1,12}$/.test(timestamp[0]!) && /^[\w.-]{1,64}$/.test(nonce[0]!)
    ? [timestamp[0]!, nonce[0]!]
    : null;
}
