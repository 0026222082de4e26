import { isIP, type LookupFunction } from 'node:net';
import { lookup as systemLookup } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { Problem } from '../contracts/problem.js';
import { checkedLookup } from './checked-lookup.js';

/** Where clouds answer whoever asks with the machine's own credentials, beside the link-local addresses. */
const METADATA = new Set(['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd20:ce::254']);
const WEB: readonly string[] = ['http:', 'https:'];
/** Amazon's services for a machine itself, of which several hand out credentials. */
const AMAZON = ipaddr.IPv6.parse('fd00:ec2::');
const METADATA_NAMES = /(^|\.)(metadata\.google\.internal|metadata\.goog|metadata)$/i;

/**
 * An address that an owner names: any server, on this machine and in the local network, too, but never a cloud's
 * metadata service, which would hand the machine's credentials to whoever reads the answer.
 *
 * @param protocols that it may be reached by
 * @returns as it is called, without a slash, query or fragment at its end
 * @throws Problem bad_request
 */
export function ownersAddress(address: string, protocols: readonly string[] = WEB): string {
  const given = address.trim();
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !protocols.includes(url.protocol))
    throw new Problem(
      'bad_request',
      protocols === WEB
        ? 'The address must begin with http:// or https://, such as https://api.example.com/v1 or http://127.0.0.1:11434/v1.'
        : `The address must begin with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}.`,
    );
  if (url.username || url.password)
    throw new Problem('bad_request', 'Enter the key in its own field, not in the address.');
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if ((isIP(host) && isMetadataAddress(host)) || METADATA_NAMES.test(host)) throw metadata(host);
  // A socket's address has no origin of its own.
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '');
}

/** Whether an address is link-local or a cloud's metadata service, however it is written. */
export function isMetadataAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const ip = ipaddr.process(address);
  if (METADATA.has(ip.toString())) return true;
  const range = ip.range();
  if (ip instanceof ipaddr.IPv6) {
    // Ways to write an IPv4 address in IPv6 that a router may undo.
    if (['6to4', 'rfc6052', 'rfc8215', 'teredo', 'rfc6145'].includes(range) || isIPv4Compatible(ip))
      return true;
    if (ip.match(AMAZON, 32)) return true;
  }
  return ['linkLocal', 'multicast', 'broadcast', 'unspecified'].includes(range);
}

/** `::169.254.169.254`, which nobody has used for long; `::1` is this machine. */
function isIPv4Compatible(ip: ipaddr.IPv6): boolean {
  return ip.parts.slice(0, 6).every((part) => part === 0) && ip.toString() !== '::1';
}

/** A lookup that never leads to a metadata service. */
export function notMetadata(lookup: LookupFunction = systemLookup): LookupFunction {
  return checkedLookup(lookup, (address) => !isMetadataAddress(address), metadata);
}

function metadata(host: string): Problem {
  return new Problem(
    'bad_request',
    `${host} is an address of this machine's network or cloud itself, not of a model server.`,
  );
}
