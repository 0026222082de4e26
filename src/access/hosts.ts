import { isIP } from 'node:net';

/**
 * Whether a `Host` header or an `Origin` names a host that this server may be asked for. A page of a stranger that has
 * its name resolve to this machine (DNS rebinding) sends its own name here, and is refused. Address literals pass:
 * a browser never resolves them. Ports are not compared.
 *
 * @param value `host[:port]`, or an origin with its scheme
 * @param allowed host names beside localhost, lower case
 */
export function isAllowedHost(value: string, allowed: readonly string[]): boolean {
  const address = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username || url.password || !['http:', 'https:'].includes(url.protocol)) return false;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return host === 'localhost' || isIP(host) !== 0 || allowed.includes(host);
}
