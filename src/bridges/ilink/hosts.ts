import type { BridgeSettings } from '../../contracts/bridge.js';

/** Where bots sign in, and where they are served unless they were told otherwise then. */
export const ILINK = 'https://ilinkai.weixin.qq.com';

/** Where a bridge signs in: an owner's word counts for all. */
export const signInBase = ({ endpoint }: BridgeSettings): string => endpoint ?? ILINK;

/** Where its bot is served. */
export const botBase = ({ endpoint, host }: BridgeSettings): string =>
  endpoint ?? (host ? `https://${host}` : ILINK);

/**
 * The host that an answer leads to, where it is one of WeChat's own: a token goes nowhere else, whoever says so.
 * @param given an address, or a host alone
 * @returns null where it is none
 */
export function ownHost(given: string | null): string | null {
  const address = given === null || given.includes('://') ? given : `https://${given}`;
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password } = new URL(address);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return null;
  return /^(?:[a-z0-9-]+\.)+weixin\.qq\.com$/.test(hostname) ? hostname : null;
}
