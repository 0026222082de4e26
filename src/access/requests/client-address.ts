import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The address that a request comes from, in one spelling and never anything but an address. `X-Forwarded-For` is read
 * from its end, for as long as the one who added to it is trusted: what stands before that anybody can write.
 *
 * @returns 'unknown' when the connection is gone
 */
export function clientAddress(
  { socket, headers }: IncomingMessage,
  isTrusted: (address: string) => boolean,
): string {
  let address = normal(socket.remoteAddress ?? '') ?? 'unknown';
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  while (forwarded.length > 0 && isTrusted(address)) {
    const before = normal(forwarded.pop()!.trim());
    if (before === null) break;
    address = before;
  }
  return address;
}

/** What is one caller to us: an IPv4 address, or the /64 that an IPv6 address is freely chosen from. */
export function networkOf(address: string): string {
  return isIP(address) === 6 ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString() : address;
}

function normal(text: string): string | null {
  return isIP(text) ? ipaddr.process(text.replace(/%.*/, '')).toString() : null;
}
