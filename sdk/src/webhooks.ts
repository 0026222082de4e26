import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a call may be old: longer, and somebody else may have kept it. */
const FRESH = 300;

/**
 * Whether a call of a webhook comes from Keepsake.
 * @param header `Keepsake-Signature`
 * @param body as it came
 */
export function isGenuine(header: string, body: string, secret: string): boolean {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([\da-f]{64})$/.exec(header) ?? [];
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest();
  if (v1.length !== 64 || Math.abs(Date.now() / 1000 - Number(t)) > FRESH) return false;
  return timingSafeEqual(Buffer.from(v1, 'hex'), expected);
}
