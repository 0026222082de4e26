import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Scheme } from './hosts.js';

const NAMED: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};
/** Some proxies tell the scheme of a socket. */
const SCHEMES = new Map<string, Scheme>([
  ['http', 'http'],
  ['https', 'https'],
  ['ws', 'http'],
  ['wss', 'https'],
]);

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether this is an address, a range of addresses or one of the names that stand for ranges. */
export function isProxy(item: string): boolean {
  const [address = '', bits, ...more] = item.split('/');
  if (Object.hasOwn(NAMED, item)) return true;
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 6 ? 128 : 32));
}

/**
 * Tells the proxies whose word is taken for what they were asked.
 *
 * @param list of addresses, ranges and names that `isProxy` takes
 */
export function trusting(list: readonly string[]): (address: string | undefined) => boolean {
  const trusted = new BlockList();
  for (const item of list.flatMap((named) => NAMED[named] ?? [named])) {
    const [address = '', bits] = item.split('/');
    if (bits === undefined) trusted.addAddress(address, familyOf(address));
    else trusted.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => {
    const [bare = ''] = (address ?? '').split('%'); // without the name of a network card
    return isIP(bare) !== 0 && trusted.check(bare, familyOf(bare));
  };
}

/** What a proxy says that it was asked: of several proxies, the first. */
export function forwardedBy({ headers }: IncomingMessage): { host?: string; scheme?: Scheme } {
  const first = (name: string) =>
    String(headers[name] ?? '')
      .split(',', 1)[0]!
      .trim();
  const host = first('x-forwarded-host');
  const scheme = SCHEMES.get(first('x-forwarded-proto').toLowerCase());
  return { ...(host && { host }), ...(scheme && { scheme }) };
}
