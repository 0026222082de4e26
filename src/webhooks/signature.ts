import { createHmac } from 'node:crypto';

/**
 * The header `Keepsake-Signature` of a call: `t=…,v1=…`, where `v1` is the HMAC-SHA256 of `t.body` in hexadecimal. Whoever
 * is called reckons the same of the bytes of the body, and refuses a `t` that is minutes old.
 *
 * @param at seconds since 1970
 */
export function signatureOf(secret: string, at: number, body: string): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}
